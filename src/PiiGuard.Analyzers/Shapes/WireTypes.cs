using Microsoft.CodeAnalysis;
using PiiGuard.Analyzers.Configuration;
using PiiGuard.Classification;

namespace PiiGuard.Analyzers.Shapes;

/// <summary>What System.Text.Json makes of a type: an object, a value, or whatever it is at run time.</summary>
internal static class WireTypes
{
    public static ITypeSymbol Unwrap(ITypeSymbol type) =>
        type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable ? nullable.TypeArguments[0] : type;

    /// <summary>Whether it is sent as an object whose members the type tells.</summary>
    public static bool IsObject(ITypeSymbol type) =>
        type.TypeKind is TypeKind.Class or TypeKind.Struct or TypeKind.Interface
        && type.SpecialType == SpecialType.None
        && (!IsSystems(type) || IsCarrier(type))
        && !IsOpaque(type)
        && !IsProtobufTime(type);

    /// <summary>Whether only the value tells what is sent.</summary>
    public static bool IsOpaque(ITypeSymbol type) => IsUntyped(type) || (IsSystems(type) && IsUntold(type));

    /// <summary>Whether whoever makes a value decides what is in it: <c>object</c>, <c>JsonElement</c>, an interface without members.</summary>
    public static bool IsUntyped(ITypeSymbol type) =>
        type.SpecialType == SpecialType.System_Object
        || type.TypeKind is TypeKind.Dynamic or TypeKind.TypeParameter or TypeKind.Error
        || IsJson(type)
        || type.Name is "ExpandoObject" or "DataTable"
        || (type.Name is "Any" or "Struct" or "Value" or "ListValue" && type.ContainingNamespace is { Name: "WellKnownTypes", ContainingNamespace.Name: "Protobuf" })
        || (type.TypeKind == TypeKind.Interface && type.SpecialType == SpecialType.None && type.GetMembers().IsEmpty && type.AllInterfaces.IsEmpty);

    /// <summary>A type of the base class library.</summary>
    public static bool IsSystems(ITypeSymbol type) => !type.IsAnonymousType && RootNamespace(type) == "System";

    /// <summary>Of those, what is neither a value nor a list of anything in particular: <c>DataSet</c>, <c>Hashtable</c>, <c>IEnumerable</c>.</summary>
    private static bool IsUntold(ITypeSymbol type) => type is INamedTypeSymbol { IsGenericType: false, SpecialType: SpecialType.None or SpecialType.System_Collections_IEnumerable, TypeKind: TypeKind.Class or TypeKind.Struct or TypeKind.Interface }
        && LeafTypes.Of(type) == FieldType.Unknown && type.Name is not ("Version" or "Half" or "Type" or "Index" or "Range" or "Void" or "Task" or "ValueTask")
        && !type.AllInterfaces.Any(i => i.OriginalDefinition.SpecialType == SpecialType.System_Collections_Generic_IEnumerable_T);

    /// <summary>A tree of JSON, of either library.</summary>
    public static bool IsJson(ITypeSymbol type) =>
        type.Name is "JsonElement" or "JsonDocument" or "JsonNode" or "JsonObject" or "JsonArray" or "JsonValue" or "JObject" or "JToken" or "JArray" or "JProperty" or "JContainer";

    /// <summary>Whether OData's conventions take a type for an entity, with a key, and not for a part of one.</summary>
    public static bool HasKey(ITypeSymbol type) => type.SelfAndBases().SelectMany(t => t.GetMembers().OfType<IPropertySymbol>())
        .Any(p => p.Name is "Id" or "ID" || string.Equals(p.Name, type.Name + "Id", StringComparison.OrdinalIgnoreCase) || p.GetAttributes().Any(a => a.AttributeClass?.Name == "KeyAttribute"));

    /// <summary>Whether a type is of some kind, or an array or a generic type of such.</summary>
    public static bool Holds(ITypeSymbol type, Func<ITypeSymbol, bool> isSuch) => type switch
    {
        IArrayTypeSymbol array => Holds(array.ElementType, isSuch),
        INamedTypeSymbol { IsGenericType: true, IsAnonymousType: false } named when named.TypeArguments.Any(a => Holds(a, isSuch)) => true,
        _ => isSuch(type),
    };

    /// <summary>Whether a value is a text or some of them, also one that is awaited.</summary>
    public static bool IsText(ITypeSymbol? type) => type is { SpecialType: SpecialType.System_String } || (type is IArrayTypeSymbol array && IsText(array.ElementType)) || (type is INamedTypeSymbol { TypeArguments: { Length: 1 } of } && IsText(of[0]));

    /// <summary>gRPC's points and lengths of time, which are values.</summary>
    public static bool IsProtobufTime(ITypeSymbol type) =>
        type.Name is "Timestamp" or "Duration" && type.ContainingNamespace is { Name: "WellKnownTypes", ContainingNamespace.Name: "Protobuf" };

    /// <summary>Generic types of the framework that carry others: their members count.</summary>
    private static bool IsCarrier(ITypeSymbol type) => type is INamedTypeSymbol { IsGenericType: true, Name: "KeyValuePair" or "Tuple" or "ValueTuple" or "Lazy" };

    private static string? RootNamespace(ITypeSymbol type)
    {
        var space = type.ContainingNamespace;
        while (space is { IsGlobalNamespace: false, ContainingNamespace.IsGlobalNamespace: false })
        {
            space = space.ContainingNamespace;
        }

        return space?.Name;
    }
}
