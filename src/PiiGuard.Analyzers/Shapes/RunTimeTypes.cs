using Microsoft.CodeAnalysis;

namespace PiiGuard.Analyzers.Shapes;

/// <summary>The types of the compilation that can stand where another one is declared. Found when somebody asks first.</summary>
internal sealed class RunTimeTypes(Compilation compilation)
{
    /// <summary>More than these are not looked at one by one: a base of that many says nothing.</summary>
    public const int Most = 40;

    private readonly Lazy<Dictionary<ITypeSymbol, List<INamedTypeSymbol>>> _derived = new(() => Read(compilation.Assembly.GlobalNamespace));

    /// <summary>What derives from or implements a type that is not sealed, in this compilation.</summary>
    public IReadOnlyList<INamedTypeSymbol> Of(ITypeSymbol type) =>
        type is { IsSealed: false, TypeKind: TypeKind.Class or TypeKind.Interface } && _derived.Value.TryGetValue(type, out var derived) ? derived : [];

    private static Dictionary<ITypeSymbol, List<INamedTypeSymbol>> Read(INamespaceSymbol root)
    {
        var derived = new Dictionary<ITypeSymbol, List<INamedTypeSymbol>>(SymbolEqualityComparer.Default);
        var pending = new Stack<INamespaceOrTypeSymbol>([root]);
        while (pending.Count > 0)
        {
            foreach (var member in pending.Pop().GetMembers().OfType<INamespaceOrTypeSymbol>())
            {
                pending.Push(member);
                if (member is INamedTypeSymbol { TypeKind: TypeKind.Class or TypeKind.Struct, IsAbstract: false, IsGenericType: false } type)
                {
                    foreach (var basis in type.AllInterfaces.Concat(Bases(type)))
                    {
                        if (!derived.TryGetValue(basis, out var types))
                        {
                            derived.Add(basis, types = []);
                        }

                        types.Add(type);
                    }
                }
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
