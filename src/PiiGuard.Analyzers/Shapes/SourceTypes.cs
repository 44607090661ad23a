using Microsoft.CodeAnalysis;

namespace PiiGuard.Analyzers.Shapes;

/// <summary>All types of a compilation's own assembly, nested ones included; read when somebody asks first, and once.</summary>
internal sealed class SourceTypes(Compilation compilation)
{
    private readonly Lazy<IReadOnlyList<INamedTypeSymbol>> _all = new(() => Read(compilation.Assembly.GlobalNamespace));

    public IReadOnlyList<INamedTypeSymbol> All => _all.Value;

    private static List<INamedTypeSymbol> Read(INamespaceSymbol root)
    {
        var types = new List<INamedTypeSymbol>();
        var pending = new Stack<INamespaceOrTypeSymbol>([root]);
        while (pending.Count > 0)
        {
            foreach (var member in pending.Pop().GetMembers().OfType<INamespaceOrTypeSymbol>())
            {
                pending.Push(member);
                if (member is INamedTypeSymbol type)
                {
                    types.Add(type);
                }
            }
        }

        return types;
    }
}
