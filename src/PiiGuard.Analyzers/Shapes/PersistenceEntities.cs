using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using PiiGuard.Analyzers.Configuration;

namespace PiiGuard.Analyzers.Shapes;

/// <summary>
/// Types that a database keeps: those of a <c>DbSet</c> of a context of the project or of an <c>IEntityTypeConfiguration</c>, what has a key and can be reached from such by navigations, and those marked
/// <c>[Table]</c>, <c>[Key]</c> (on a member) or <c>[Owned]</c>. Found when somebody asks first.
/// </summary>
internal sealed class PersistenceEntities(SourceTypes types, KnownSymbols known)
{
    private readonly ConcurrentDictionary<ITypeSymbol, bool> _known = new(SymbolEqualityComparer.Default);
    private readonly Lazy<HashSet<ITypeSymbol>> _mapped = new(() => Read(types, known));

    public bool Contains(ITypeSymbol type) =>
        type is INamedTypeSymbol { TypeKind: TypeKind.Class, IsAnonymousType: false } && _known.GetOrAdd(type, t => IsMarked((INamedTypeSymbol)t) || _mapped.Value.Contains(t));

    private bool IsMarked(INamedTypeSymbol type) => type.SelfAndBases().Where(t => t.SpecialType == SpecialType.None).Any(t => t.Attribute(known.Table) is not null || t.Attribute(known.Owned) is not null
        || (known.Key is not null && t.GetMembers().Any(m => m is IPropertySymbol or IFieldSymbol { IsImplicitlyDeclared: false } && m.Attribute(known.Key) is not null)));

    private static HashSet<ITypeSymbol> Read(SourceTypes types, KnownSymbols known)
    {
        HashSet<ITypeSymbol> found = new(SymbolEqualityComparer.Default);
        Queue<ITypeSymbol> open = new(known.DbContext is null ? [] : types.Mapping.SelectMany(t => MappedBy(t, known)));
        while (open.Count > 0)
        {
            if (open.Dequeue() is { TypeKind: TypeKind.Class } entity && found.Add(entity))
            {
                foreach (var target in entity.SelfAndBases().SelectMany(t => t.GetMembers()).OfType<IPropertySymbol>().Where(p => p.Attribute(known.NotMapped) is null && IsNavigation(p)).Select(p => Target(p.Type, known)).Where(t => IsEntity(t, known)))
                {
                    open.Enqueue(target);
                }
            }
        }

        return found;
    }

    private static IEnumerable<ITypeSymbol> MappedBy(INamedTypeSymbol type, KnownSymbols known) =>
        type.AllInterfaces.Where(i => i.IsSame(known.EntityTypeConfiguration)).Select(i => i.TypeArguments[0])
            .Concat(!type.Is(known.DbContext) ? [] : type.SelfAndBases().SelectMany(t => t.GetMembers()).OfType<IPropertySymbol>().Where(p => p.Type.IsSame(known.DbSet)).Select(p => ((INamedTypeSymbol)p.Type).TypeArguments[0]));

    /// <summary>Whether Entity Framework's conventions take a property for a navigation: one that can be set, or a list that can be filled.</summary>
    private static bool IsNavigation(IPropertySymbol property) =>
        property is { DeclaredAccessibility: Accessibility.Public, IsStatic: false, IsIndexer: false, GetMethod: not null } && (property.SetMethod is not null || property.Type is INamedTypeSymbol { TypeArguments.Length: 1 });

    private static ITypeSymbol Target(ITypeSymbol type, KnownSymbols known) => type.SpecialType == SpecialType.None && type.ArgumentOf(known.EnumerableOfT) is { } element ? element : type;

    /// <summary>What a navigation leads to has a key; a value that is kept in a column by a conversion has none.</summary>
    private static bool IsEntity(ITypeSymbol type, KnownSymbols known) => type is INamedTypeSymbol { TypeKind: TypeKind.Class, SpecialType: SpecialType.None } && type.Attribute(known.NotMapped) is null && WireTypes.HasKey(type);
}
