using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using PiiGuard.Analyzers.Configuration;

namespace PiiGuard.Analyzers.Shapes;

/// <summary>
/// Types that a database keeps: those of a <c>DbSet</c> of a context of the project, and those marked <c>[Table]</c>, <c>[Key]</c>
/// (on a member) or <c>[Owned]</c>. Found when somebody asks first.
/// </summary>
internal sealed class PersistenceEntities(SourceTypes types, KnownSymbols known)
{
    private readonly ConcurrentDictionary<ITypeSymbol, bool> _known = new(SymbolEqualityComparer.Default);
    private readonly Lazy<HashSet<ITypeSymbol>> _sets = new(() => Read(types, known));

    public bool Contains(ITypeSymbol type) =>
        type is INamedTypeSymbol { TypeKind: TypeKind.Class, IsAnonymousType: false } && _known.GetOrAdd(type, t => IsMarked((INamedTypeSymbol)t) || _sets.Value.Contains(t));

    private bool IsMarked(INamedTypeSymbol type) => type.SelfAndBases().Where(t => t.SpecialType == SpecialType.None).Any(t => t.Attribute(known.Table) is not null || t.Attribute(known.Owned) is not null
        || (known.Key is not null && t.GetMembers().Any(m => m is IPropertySymbol or IFieldSymbol { IsImplicitlyDeclared: false } && m.Attribute(known.Key) is not null)));

    private static HashSet<ITypeSymbol> Read(SourceTypes types, KnownSymbols known) => new(
        from type in known.DbContext is null ? [] : types.WithSets
        where type.TypeKind == TypeKind.Class && type.Is(known.DbContext)
        from property in type.SelfAndBases().SelectMany(t => t.GetMembers()).OfType<IPropertySymbol>()
        where property.Type.IsSame(known.DbSet)
        select ((INamedTypeSymbol)property.Type).TypeArguments[0],
        SymbolEqualityComparer.Default);
}
