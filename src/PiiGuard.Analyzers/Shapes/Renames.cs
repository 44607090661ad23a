using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using PiiGuard.Classification;

namespace PiiGuard.Analyzers.Shapes;

/// <summary>
/// Members that get what stood under a telling name before, wherever their type is made: <c>new Entry { Name = user.UserName }</c> in a service, a mapper, a handler. Told by the syntax alone,
/// so that the rules of an edited file must not wait for all others to be bound; where a member gets anything else too, only what those put there counts that the response calls.
/// </summary>
internal sealed class Renames(Compilation compilation, SourceTypes types, MadeTexts texts)
{
    private readonly Lazy<ILookup<(string Type, string Member), Rename>> _all = new(() => compilation.SyntaxTrees.SelectMany(t => TreeNames.Of(t).Renames).ToLookup(r => (r.Type, r.Member)));
    private readonly ConcurrentDictionary<ISymbol, IReadOnlyList<(Rename Rename, FieldClassification? Found)>> _byMember = new(SymbolEqualityComparer.Default);

    /// <summary>What a member of the project holds by the name under which it stood before; null where that says nothing.</summary>
    /// <param name="member">The member.</param>
    /// <param name="type">What is known of its type.</param>
    /// <param name="mentions">The methods that the code of the response calls, and the types that it makes; null where they are not known.</param>
    /// <param name="isMixed">Whether its makers are not of one mind, so that those count that are mentioned.</param>
    public FieldClassification? Of(ISymbol member, FieldType type, IReadOnlyCollection<string>? mentions, out bool isMixed)
    {
        isMixed = false;
        if (type is not (FieldType.Text or FieldType.Date) || member is not (IPropertySymbol or IFieldSymbol) || member.ContainingType is not { IsAnonymousType: false, Locations: { Length: > 0 } places } || !places[0].IsInSource)
        {
            return null;
        }

        var made = _byMember.GetOrAdd(member.OriginalDefinition, m => Find(m, type));
        var told = made.FirstOrDefault(m => m.Found is not null).Found;
        isMixed = told is not null && made.Any(m => m.Found is null);
        if (!isMixed || mentions is null)
        {
            return isMixed ? null : told;
        }

        var called = made.Where(m => mentions.Contains(m.Rename.Maker) || (m.Rename.Request is { } request && mentions.Contains(request))).ToList();
        return called.TrueForAll(m => m.Found is not null) ? called.FirstOrDefault().Found
            : called.Where(m => m.Rename.Place is not null).GroupBy(m => m.Rename.Place).Where(makers => makers.Any(m => m.Found is null)).SelectMany(makers => makers).Select(m => m.Found).FirstOrDefault(f => f is not null); // one method that makes both
    }

    private IReadOnlyList<(Rename Rename, FieldClassification? Found)> Find(ISymbol member, FieldType type) => !types.IsOnly(member.ContainingType.Name) ? [] :
        [.. Made(member).Select(r => (r, r.Sources.Any(s => string.Equals(s.Name, member.Name, StringComparison.OrdinalIgnoreCase)) ? null : texts.Of(r.Sources, type)))]; // what keeps its name is judged by it

    /// <summary>By its name; also by the place of the parameter of a constructor that becomes it.</summary>
    private IEnumerable<Rename> Made(ISymbol member)
    {
        var type = member.ContainingType;
        var byPlace = type.InstanceConstructors.SelectMany(c => c.Parameters.Where(p => string.Equals(p.Name, member.Name, type.IsRecord ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase)).Select(p => Rename.Parameter(p.Ordinal, c.Parameters.Length)));
        return byPlace.Prepend(member.Name).SelectMany(m => _all.Value[(type.Name, m)]);
    }
}
