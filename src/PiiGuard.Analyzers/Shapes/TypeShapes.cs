using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using PiiGuard.Analyzers.Configuration;
using PiiGuard.Classification;
using PiiGuard.Contracts;

namespace PiiGuard.Analyzers.Shapes;

/// <summary>Reads what a serialiser sends of a type, once for each closed type and serialiser.</summary>
internal sealed class TypeShapes(KnownSymbols known, ProjectTypes project)
{
    /// <summary>How many lists of lists are looked through: a type that is a list of itself (<c>JToken</c>) has no end.</summary>
    public const int MaxLists = 8;

    private readonly XmlTypes _xml = new(known);
    private readonly WireMembers _members = new(known);
    private readonly ConcurrentDictionary<Serializer, ConcurrentDictionary<ITypeSymbol, TypeShape>> _shapes = new();

    /// <summary>Whether a serialiser can write a value of a type at all: those of XML cannot write every one.</summary>
    public bool CanWrite(ITypeSymbol type, Serializer serializer) => !serializer.IsXml || _xml.CanWrite(type, serializer, this);

    public TypeShape Of(ITypeSymbol type, Serializer serializer) =>
        _shapes.GetOrAdd(serializer, _ => new(ClosedTypeComparer.Instance)).GetOrAdd(type, t => Read(t, serializer));

    /// <summary>Whether a converter writes what it likes of a type.</summary>
    public bool IsConverted(ITypeSymbol type, Serializer serializer) => _members.IsConverted(type, serializer);

    /// <summary>Whether a converter writes a type or member that is listed as masking: nothing personal is left of it.</summary>
    public bool IsMasked(ISymbol symbol, Serializer serializer) => _members.ConverterOf(symbol, serializer)?.ConstructorArguments.FirstOrDefault() is { Kind: TypedConstantKind.Type, Value: ITypeSymbol converter } && project.IsMasking(converter);

    /// <summary>Whether a type says itself what can stand in its place.</summary>
    public bool IsPolymorphic(ITypeSymbol type, Serializer serializer) => type.Attribute(known.JsonPolymorphic) is not null || Of(type, serializer).DerivedTypes.Count > 0;

    /// <summary>What a type is a list or dictionary of, however deep; the type itself when it is none.</summary>
    public ITypeSymbol ElementOf(ITypeSymbol type, out IReadOnlyList<WireStep> steps)
    {
        List<WireStep> lists = [];
        steps = lists;
        type = WireTypes.Unwrap(type);
        while (!WireTypes.IsOpaque(type) && lists.Count < MaxLists && ItemOf(type) is { } element)
        {
            lists.Add(element.Step);
            type = WireTypes.Unwrap(element.Type);
        }

        return type;
    }

    private TypeShape Read(ITypeSymbol type, Serializer serializer)
    {
        var members = _members.Of(type, serializer).Where(m => !IsMasked(m.Symbol, serializer) && !IsMasked(WireTypes.Unwrap(m.Type), serializer)).Select(m => Read(m, serializer)).ToList();
        return new(members, new FieldSiblings(members.Select(m => m.Member.Symbol.Name)), _members.HasExtensionData(type, serializer), DerivedTypes(type, serializer.Kind));
    }

    private MemberShape Read(WireMember member, Serializer serializer)
    {
        var isConverted = _members.IsConverted(member.Symbol, serializer) || _members.IsConverted(WireTypes.Unwrap(member.Type), serializer);
        var element = ElementOf(member.Type, out var steps);
        FieldType? leaf = isConverted ? FieldType.Unknown // a converter writes what it likes
            : steps.Count < MaxLists && WireTypes.IsObject(element) ? null
            : LeafTypes.Of(element);
        return new(member, Annotations.Of(member.Symbol, known), isConverted, element, steps, leaf);
    }

    private List<ITypeSymbol> DerivedTypes(ITypeSymbol type, SerializerKind kind) => DerivedTypesBy(kind) is not { } attribute ? [] :
    [
        .. type.GetAttributes().Where(a => a.AttributeClass.IsSame(attribute)).SelectMany(a => a.ConstructorArguments.Flat()).Select(a => a.Value).OfType<INamedTypeSymbol>()
            .Where(derived => !SymbolEqualityComparer.Default.Equals(derived, type)),
    ];

    private INamedTypeSymbol? DerivedTypesBy(SerializerKind kind) => kind switch
    {
        SerializerKind.SystemTextJson => known.JsonDerivedType,
        SerializerKind.Xml => known.XmlInclude,
        SerializerKind.DataContractXml => known.KnownType,
        SerializerKind.Protobuf => known.Frameworks.ProtoInclude,
        _ => null,
    };

    /// <summary>What a list or dictionary holds itself; null of any other type.</summary>
    public (ITypeSymbol Type, WireStep Step)? ItemOf(ITypeSymbol type) => type switch
    {
        _ when LeafTypes.Of(type) != FieldType.Unknown => null, // a text is a list of characters, and a number implements thirty interfaces
        IArrayTypeSymbol { ElementType.SpecialType: SpecialType.System_Byte } => null, // base64 text
        IArrayTypeSymbol array => (array.ElementType, WireStep.Items),
        INamedTypeSymbol { Name: "Memory" or "ReadOnlyMemory", TypeArguments: { Length: 1 } of, ContainingNamespace.Name: "System" } => of[0].SpecialType == SpecialType.System_Byte ? null : (of[0], WireStep.Items),
        _ when (type.ArgumentOf(known.DictionaryOfT, 1) ?? type.ArgumentOf(known.ReadOnlyDictionaryOfT, 1)) is { } value => (value, WireStep.Values),
        _ when (type.ArgumentOf(known.EnumerableOfT) ?? type.ArgumentOf(known.AsyncEnumerableOfT)) is { } item => (item, WireStep.Items),
        _ => null,
    };
}
