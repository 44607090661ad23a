using Microsoft.CodeAnalysis;
using PiiGuard.Analyzers.Configuration;

namespace PiiGuard.Analyzers.Shapes;

/// <summary>
/// Types that a database keeps: those of a <c>DbSet</c> of a context of the project, and those marked <c>[Table]</c>, <c>[Key]</c>
/// (on a member) or <c>[Owned]</c>. Found when somebody asks first.
/// </summary>
internal sealed class PersistenceEntities(Compilation compilation, KnownSymbols known)
{
    private readonly Lazy<HashSet<ITypeSymbol>> _sets = new(() => Read(compilation.Assembly.GlobalNamespace, known));

    public bool Contains(ITypeSymbol type) => type is INamedTypeSymbol { TypeKind: TypeKind.Class } named && (IsMarked(named) || _sets.Value.Contains(named));

    private bool IsMarked(INamedTypeSymbol type) => type.SelfAndBases().Any(t => t.Attribute(known.Table) is not null || t.Attribute(known.Owned) is not null
        || (known.Key is not null && t.GetMembers().Any(m => m.Attribute(known.Key) is not null)));

    private static HashSet<ITypeSymbol> Read(INamespaceSymbol root, KnownSymbols known)
    {
        var entities = new HashSet<ITypeSymbol>(SymbolEqualityComparer.Default);
        var pending = new Stack<INamespaceOrTypeSymbol>(known.DbContext is null ? [] : [root]);
        while (pending.Count > 0)
        {
            foreach (var member in pending.Pop().GetMembers().OfType<INamespaceOrTypeSymbol>())
            {
                pending.Push(member);
                if (member is INamedTypeSymbol { TypeKind: TypeKind.Class } type && type.Is(known.DbContext))
                {
                    entities.UnionWith(type.SelfAndBases().SelectMany(t => t.GetMembers()).OfType<IPropertySymbol>()
                        .Where(p => p.Type.IsSame(known.DbSet)).Select(p => ((INamedTypeSymbol)p.Type).TypeArguments[0]));
                }
            }
        }

        return entities;
    }
}
