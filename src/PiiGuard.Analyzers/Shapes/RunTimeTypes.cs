using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;

namespace PiiGuard.Analyzers.Shapes;

/// <summary>The types of the compilation that can stand where another one is declared. Found when somebody asks first.</summary>
internal sealed class RunTimeTypes(SourceTypes types)
{
    /// <summary>More than these are not looked at one by one: a base of that many says nothing, and the response counts as not evaluable.</summary>
    public const int Most = 40;

    private readonly ConcurrentDictionary<ITypeSymbol, IReadOnlyList<INamedTypeSymbol>> _derived = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<ITypeSymbol, IReadOnlyList<INamedTypeSymbol>> _implementations = new(SymbolEqualityComparer.Default);

    /// <summary>The classes and structs that implement an interface, those too that no value can be of.</summary>
    public IReadOnlyList<INamedTypeSymbol> ImplementationsOf(INamedTypeSymbol service) => _implementations.GetOrAdd(service, t => [.. types.DerivedFrom(t).Where(d => d is { TypeKind: TypeKind.Class or TypeKind.Struct })]);

    /// <summary>What derives from or implements a type that is not sealed, in this compilation. A list of its own is written as any list.</summary>
    public IReadOnlyList<INamedTypeSymbol> Of(ITypeSymbol type) => type is { IsSealed: false, TypeKind: TypeKind.Class or TypeKind.Interface, SpecialType: SpecialType.None } && !WireTypes.IsSystems(type)
        ? _derived.GetOrAdd(type, t => [.. types.DerivedFrom(t).Where(d => d is { TypeKind: TypeKind.Class or TypeKind.Struct, IsAbstract: false, IsGenericType: false })])
        : [];
}
