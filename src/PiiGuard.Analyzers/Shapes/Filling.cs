using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using PiiGuard.Classification;

namespace PiiGuard.Analyzers.Shapes;

/// <summary>What a body puts into a member of an object that it makes, where the member's own type or name does not tell.</summary>
/// <param name="Member">The property or field; of a list or dictionary its type.</param>
internal sealed record Filling(ISymbol Member)
{
    /// <summary>Of a dictionary, or of JSON that is built by hand, the key: <c>["email"] = customer.Email</c>.</summary>
    public string? Key { get; init; }

    /// <summary>The types of the values that were put into a member of any type: <c>new Envelope { Data = customer }</c>.</summary>
    public ImmutableArray<ITypeSymbol> Types { get; init; } = [];

    /// <summary>The parameters of the method that were put there: <c>Respond(object value) => Ok(new { value })</c>.</summary>
    public ImmutableArray<int> Parameters { get; init; } = [];

    /// <summary>Whether these are all.</summary>
    public bool IsComplete { get; init; }

    /// <summary>What the value is by the name under which it stood before: <c>new { label = customer.Email }</c>.</summary>
    public FieldClassification? Origin { get; init; }

    /// <summary>Whether it is a parameter's, in an answer that refuses.</summary>
    public bool IsEcho { get; init; }

    /// <summary>Whether the code spells out the value: <c>new { email = "is taken" }</c>.</summary>
    public bool IsConstant { get; init; }
}

/// <summary>All fillings of a response, by member.</summary>
internal sealed class Fillings
{
    private readonly Dictionary<ISymbol, List<Filling>> _byMember = new(SymbolEqualityComparer.Default);
    private readonly HashSet<ITypeSymbol> _holders = new(SymbolEqualityComparer.Default);

    /// <param name="fillings">What is known of members.</param>
    /// <param name="mentions">The methods that the code of the response calls, and the types that it makes.</param>
    public Fillings(IEnumerable<Filling> fillings, IReadOnlyCollection<string> mentions)
    {
        Mentions = mentions;
        foreach (var filling in fillings)
        {
            if (!_byMember.TryGetValue(filling.Member, out var known))
            {
                _byMember.Add(filling.Member, known = []);
            }

            known.Add(filling);
            if (filling is not { IsConstant: false, Origin: null, Types.IsEmpty: true, Key: null })
            {
                _holders.Add(filling.Member as ITypeSymbol ?? filling.Member.ContainingType);
                HoldElements |= filling.Member is ITypeSymbol;
            }
        }
    }

    /// <summary>The methods that the code of the response calls, and the types that it makes.</summary>
    public IReadOnlyCollection<string> Mentions { get; }

    /// <summary>Whether any is of a list or dictionary.</summary>
    public bool HoldElements { get; }

    /// <summary>Whether none says more than the member itself.</summary>
    public bool IsEmpty => _holders.Count == 0;

    /// <summary>Whether anything is known of what a walk met.</summary>
    public bool Touches(ShapeWalk walk) => HoldElements || _holders.Overlaps(walk.Visited);

    /// <summary>What was put into a member; empty where nothing is known of that.</summary>
    public IReadOnlyList<Filling> Of(ISymbol member) => _byMember.TryGetValue(member, out var known) ? known : [];
}
