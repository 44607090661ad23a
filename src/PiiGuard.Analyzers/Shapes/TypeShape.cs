using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using PiiGuard.Classification;
using PiiGuard.Contracts;

namespace PiiGuard.Analyzers.Shapes;

/// <summary>What a serialiser sends of a type, before anything is said of what that means.</summary>
/// <param name="Members">Its members.</param>
/// <param name="Siblings">Their names.</param>
/// <param name="HasExtensionData">Whether it takes further members of any name from a dictionary.</param>
/// <param name="DerivedTypes">The types that it says are sent in its place: <c>[JsonDerivedType]</c>.</param>
internal sealed record TypeShape(IReadOnlyList<MemberShape> Members, FieldSiblings Siblings, bool HasExtensionData, IReadOnlyList<ITypeSymbol> DerivedTypes)
{
    /// <summary>More ways that lead to a type than these are not remembered.</summary>
    private const int MostContexts = 64;

    private readonly ConcurrentDictionary<string, FieldClassification[]> _answers = new(StringComparer.Ordinal);

    /// <summary>What the classifier says of each member where certain properties lead to the type: the same wherever they do.</summary>
    public FieldClassification[] AnswersIn(IReadOnlyList<string> context, Func<MemberShape, FieldClassification> classify)
    {
        var key = string.Join(".", context);
        if (!_answers.TryGetValue(key, out var answers))
        {
            answers = [.. Members.Select(classify)];
            if (_answers.Count < MostContexts)
            {
                _answers.TryAdd(key, answers);
            }
        }

        return answers;
    }
}

/// <summary>A member of a type as it is sent.</summary>
/// <param name="Member">The member.</param>
/// <param name="Annotation">What the code says of it.</param>
/// <param name="IsConverted">Whether a converter writes what it likes.</param>
/// <param name="Element">Its type; of lists and dictionaries, of what.</param>
/// <param name="Steps">The lists and dictionaries around that.</param>
/// <param name="Leaf">What the classifier has to know of a value; null of an object.</param>
internal sealed record MemberShape(WireMember Member, FieldAnnotation? Annotation, bool IsConverted, ITypeSymbol Element, IReadOnlyList<WireStep> Steps, FieldType? Leaf)
{
    /// <summary>Whether it is walked into, and not judged itself.</summary>
    public bool IsWalked => Annotation is null && Leaf is null;
}
