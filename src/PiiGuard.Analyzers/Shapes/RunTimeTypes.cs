using Microsoft.CodeAnalysis;

namespace PiiGuard.Analyzers.Shapes;

/// <summary>The types of the compilation that can stand where another one is declared. Found when somebody asks first.</summary>
internal sealed class RunTimeTypes(SourceTypes types)
{
    /// <summary>More than these are not looked at one by one: a base of that many says nothing, and the response counts as not evaluable.</summary>
    public const int Most = 40;

    private readonly Lazy<Dictionary<ITypeSymbol, List<INamedTypeSymbol>>> _derived = new(() => Read(types));

    /// <summary>What derives from or implements a type that is not sealed, in this compilation.</summary>
    public IReadOnlyList<INamedTypeSymbol> Of(ITypeSymbol type) =>
        type is { IsSealed: false, TypeKind: TypeKind.Class or TypeKind.Interface } && _derived.Value.TryGetValue(type, out var derived) ? derived : [];

    private static Dictionary<ITypeSymbol, List<INamedTypeSymbol>> Read(SourceTypes types)
    {
        var derived = new Dictionary<ITypeSymbol, List<INamedTypeSymbol>>(SymbolEqualityComparer.Default);
        foreach (var type in types.All.Where(t => t is { TypeKind: TypeKind.Class or TypeKind.Struct, IsAbstract: false, IsGenericType: false }))
        {
            foreach (var basis in type.AllInterfaces.Concat(Bases(type)))
            {
                if (!derived.TryGetValue(basis, out var of))
                {
                    derived.Add(basis, of = []);
                }

                of.Add(type);
            }
        }

        return derived;
    }

    private static IEnumerable<INamedTypeSymbol> Bases(INamedTypeSymbol type)
    {
        for (var basis = type.BaseType; basis is { SpecialType: SpecialType.None }; basis = basis.BaseType)
        {
            yield return basis;
        }
    }
}
