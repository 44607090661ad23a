using Microsoft.CodeAnalysis;
using PiiGuard.Classification;

namespace PiiGuard.Analyzers.Shapes;

/// <summary>What the classifier has to know of a CLR type.</summary>
internal static class LeafTypes
{
    public static FieldType Of(ITypeSymbol type) => type.SpecialType switch
    {
        SpecialType.System_Boolean => FieldType.Boolean,
        SpecialType.System_Byte or SpecialType.System_SByte or SpecialType.System_Int16 or SpecialType.System_UInt16
            or SpecialType.System_Int32 or SpecialType.System_UInt32 or SpecialType.System_Int64 or SpecialType.System_UInt64 => FieldType.Integer,
        SpecialType.System_Single or SpecialType.System_Double or SpecialType.System_Decimal => FieldType.Number,
        SpecialType.System_String or SpecialType.System_Char => FieldType.Text,
        SpecialType.System_DateTime => FieldType.Date,
        SpecialType.System_Object => FieldType.Unknown,
        _ when type.TypeKind == TypeKind.Enum => FieldType.Enumeration,
        _ when WireTypes.IsProtobufTime(type) => FieldType.Date,
        _ => type.Name switch
        {
            "DateOnly" or "DateTimeOffset" or "TimeOnly" or "TimeSpan" => FieldType.Date,
            "Guid" => FieldType.Guid,
            "Uri" => FieldType.Link,
            "Int128" or "UInt128" or "BigInteger" => FieldType.Integer,
            _ => FieldType.Unknown,
        },
    };
}
