using Microsoft.CodeAnalysis;
using PiiGuard.Analyzers.Configuration;

namespace PiiGuard.Analyzers.Shapes;

/// <summary>
/// Which types the two serialisers of XML can write. What one of them cannot, MVC sends as JSON also to a caller who asks for XML: a type without a constructor that takes nothing (a positional
/// record), an anonymous one, an interface, for XmlSerializer a dictionary or a property with a private setter, and whatever holds one of these.
/// </summary>
internal sealed class XmlTypes(KnownSymbols known)
{
    /// <summary>Whether a value of a type, or a list of such, can be a whole document.</summary>
    public bool CanWrite(ITypeSymbol type, Serializer serializer, TypeShapes shapes) => CanWrite(type, serializer, shapes, new(SymbolEqualityComparer.Default), isRoot: true);

    private bool CanWrite(ITypeSymbol type, Serializer serializer, TypeShapes shapes, HashSet<ISymbol> seen, bool isRoot = false)
    {
        var element = shapes.ElementOf(type, out var steps);
        return !(serializer.Kind == SerializerKind.Xml && steps.Contains(Contracts.WireStep.Values))
            && (isRoot || !IsUnknownList(type, serializer))
            && (!WireTypes.IsObject(element) || !seen.Add(element)
                || (CanCreate(element, serializer.Kind) && !(serializer.Kind == SerializerKind.Xml && HasPrivateSet(element)) && shapes.Of(element, serializer).Members.All(m => CanWrite(m.Member.Type, serializer, shapes, seen))));
    }

    /// <summary>A list that is an interface: XmlSerializer knows none, DataContractSerializer not those that can only be read.</summary>
    private static bool IsUnknownList(ITypeSymbol type, Serializer serializer) =>
        type.TypeKind == TypeKind.Interface && (serializer.Kind == SerializerKind.Xml || type.Name.StartsWith("IReadOnly", StringComparison.Ordinal));

    private bool CanCreate(ITypeSymbol type, SerializerKind kind) => type switch
    {
        { IsAnonymousType: true } or { TypeKind: TypeKind.Interface } => false,
        _ when type.Attribute(known.DataContract) is not null && kind == SerializerKind.DataContractXml => true,
        _ when type.Is(known.XmlSerializable) || type.TypeKind == TypeKind.Struct => IsPublic(type),
        INamedTypeSymbol named => IsPublic(type) && (named.IsAbstract || named.InstanceConstructors.Any(c => c.Parameters.IsEmpty && c.DeclaredAccessibility == Accessibility.Public)),
        _ => false,
    };

    /// <summary>A property that others can read and not set is none that XmlSerializer passes over: it refuses the whole type.</summary>
    private bool HasPrivateSet(ITypeSymbol type) => type.SelfAndBases().SelectMany(t => t.GetMembers()).OfType<IPropertySymbol>()
        .Any(p => p is { IsStatic: false, GetMethod.DeclaredAccessibility: Accessibility.Public, SetMethod.DeclaredAccessibility: not Accessibility.Public } && p.Attribute(known.XmlIgnore) is null
            && (p.Type.SpecialType != SpecialType.None || p.Type.ArgumentOf(known.EnumerableOfT) is null)); // a list is filled as it is

    private static bool IsPublic(ITypeSymbol type)
    {
        for (ISymbol? t = type; t is ITypeSymbol; t = t.ContainingType)
        {
            if (t.DeclaredAccessibility != Accessibility.Public)
            {
                return false;
            }
        }

        return true;
    }
}
