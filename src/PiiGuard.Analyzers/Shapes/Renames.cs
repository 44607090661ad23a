using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using PiiGuard.Classification;

namespace PiiGuard.Analyzers.Shapes;

/// <summary>
/// Members that get what stood under a telling name before, wherever their type is made: <c>new Entry { Name = user.UserName }</c> in a service, a mapper, a handler. Told by the syntax alone,
/// so that the rules of an edited file must not wait for all others to be bound; where a member gets anything else too, nothing is said of it.
/// </summary>
internal sealed class Renames(Compilation compilation, SourceTypes types, FieldClassifier classifier)
{
    private static readonly ConditionalWeakTable<SyntaxTree, IReadOnlyList<Rename>> Trees = new();

    private readonly Lazy<ILookup<(string Type, string Member), Rename>> _all = new(() => compilation.SyntaxTrees.SelectMany(t => Trees.GetValue(t, RenameReader.Read)).ToLookup(r => (r.Type, r.Member)));
    private readonly ConcurrentDictionary<ISymbol, FieldClassification?> _byMember = new(SymbolEqualityComparer.Default);

    /// <summary>What a member of the project holds by the name under which it stood before; null where that says nothing.</summary>
    public FieldClassification? Of(ISymbol member, FieldType type) => type is FieldType.Text or FieldType.Date && member is IPropertySymbol or IFieldSymbol && member.ContainingType is { IsAnonymousType: false, Locations: { Length: > 0 } places } && places[0].IsInSource
        ? _byMember.GetOrAdd(member.OriginalDefinition, m => Find(m, type))
        : null;

    private FieldClassification? Find(ISymbol member, FieldType type)
    {
        var made = Made(member).ToList();
        if (made.Count == 0 || !types.IsOnly(member.ContainingType.Name))
        {
            return null;
        }

        FieldClassification? found = null;
        foreach (var rename in made)
        {
            var answer = rename.Sources.Select(s => classifier.Classify(new(s.Name, s.Owner, Type: type))).FirstOrDefault(a => a is { IsPersonal: true, IsReduced: false });
            if (!answer.IsPersonal)
            {
                return null;
            }

            found ??= answer;
        }

        return found;
    }

    /// <summary>By its name; of a record also by the place of the parameter that becomes it.</summary>
    private IEnumerable<Rename> Made(ISymbol member)
    {
        var type = member.ContainingType;
        var byPlace = !type.IsRecord ? [] : type.InstanceConstructors.SelectMany(c => c.Parameters.Where(p => p.Name == member.Name).Select(p => Rename.Place(p.Ordinal, c.Parameters.Length)));
        return byPlace.Prepend(member.Name).SelectMany(m => _all.Value[(type.Name, m)]);
    }
}

/// <summary>What a member of a new object is given.</summary>
/// <param name="Type">Name of the object's type.</param>
/// <param name="Member">Name of the member, or its <see cref="Place"/>.</param>
/// <param name="Sources">The names of the values in it, with that of what holds each, if there is one; none where it is anything else.</param>
internal sealed record Rename(string Type, string Member, ImmutableArray<(string? Owner, string Name)> Sources)
{
    /// <summary>Stands for a parameter.</summary>
    public static string Place(int ordinal, int count) => ordinal + "/" + count;
}
