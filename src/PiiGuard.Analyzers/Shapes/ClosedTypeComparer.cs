using Microsoft.CodeAnalysis;

namespace PiiGuard.Analyzers.Shapes;

/// <summary>
/// Equality of types as <see cref="SymbolEqualityComparer.Default"/>'s, for tables of many. That one hashes an anonymous type by the names of its members alone, and a project that
/// projects a thousand times to <c>new { x.Id, x.Owner }</c> would search one chain of a thousand; here their types count too.
/// </summary>
internal sealed class ClosedTypeComparer : IEqualityComparer<ITypeSymbol>
{
    public static ClosedTypeComparer Instance { get; } = new();

    public bool Equals(ITypeSymbol? x, ITypeSymbol? y) => SymbolEqualityComparer.Default.Equals(x, y);

    public int GetHashCode(ITypeSymbol type)
    {
        var hash = SymbolEqualityComparer.Default.GetHashCode(type);
        return type.IsAnonymousType
            ? type.GetMembers().OfType<IPropertySymbol>().Aggregate(hash, (h, p) => unchecked((h * 31) + (p.Type.IsAnonymousType ? 0 : SymbolEqualityComparer.Default.GetHashCode(p.Type))))
            : hash;
    }
}
