using System.Collections;
using PiiGuard.Lexicon;

namespace PiiGuard.Classification;

/// <summary>
/// Names of properties that stand together. What the classifier finds out about them is remembered, so one instance for all properties of a type
/// is faster than a list for each.
/// </summary>
/// <param name="names">The names.</param>
public sealed class FieldSiblings(IEnumerable<string> names) : IReadOnlyList<string>
{
    private readonly string[] _names = [.. names];

    private volatile Known? _known;

    /// <inheritdoc/>
    public int Count => _names.Length;

    /// <inheritdoc/>
    public string this[int index] => _names[index];

    /// <inheritdoc/>
    public IEnumerator<string> GetEnumerator() => ((IEnumerable<string>)_names).GetEnumerator();

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>What they say, by the words of a lexicon.</summary>
    internal SiblingFacts Facts(PiiLexicon lexicon)
    {
        var known = _known;
        if (known?.Lexicon != lexicon)
        {
            _known = known = new(lexicon, Siblings.FactsOf(lexicon, _names));
        }

        return known.Facts;
    }

    private sealed record Known(PiiLexicon Lexicon, SiblingFacts Facts);
}

/// <summary>What the properties beside one say.</summary>
[Flags]
internal enum SiblingFacts
{
    None = 0,

    /// <summary>A birth date or a given name among them: the record is a person's.</summary>
    Person = 1,

    /// <summary>A part of an address among them.</summary>
    Address = 2,

    /// <summary>What is an address by itself among them, so that a city belongs to it: <c>street</c>.</summary>
    Street = 4,

    /// <summary>What only an application has among them (RFC 6749, RFC 7591): its <c>client</c> is one.</summary>
    Application = 16,

    /// <summary>What only a machine has among them: its agent, client or member is one.</summary>
    Machine = 32,

    /// <summary>What only a bank account has among them: <c>sortCode</c>.</summary>
    Bank = 64,

    /// <summary>An address of a mailbox among them: where nothing else says whose the record is, it is somebody's.</summary>
    Mailbox = 8,
}
