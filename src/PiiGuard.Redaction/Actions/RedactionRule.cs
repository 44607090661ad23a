using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace PiiGuard.Redaction;

/// <summary>An action with what it needs to know. Made from a <see cref="RedactionAction"/>, or by the methods here.</summary>
public sealed class RedactionRule
{
    private RedactionRule(RedactionAction action, IValueRedactor? redactor = null)
    {
        Action = action;
        Redactor = redactor;
    }

    /// <summary>What is done.</summary>
    public RedactionAction Action { get; }

    /// <summary>Who does it; null for what needs no look at the value.</summary>
    internal IValueRedactor? Redactor { get; }

    internal static RedactionRule Reveal { get; } = new(RedactionAction.Reveal);

    internal static RedactionRule Remove { get; } = new(RedactionAction.Remove);

    /// <summary>The rule for an action with its defaults: a year, the last four characters.</summary>
    /// <exception cref="ArgumentException"><see cref="RedactionAction.Custom"/>, which needs an <see cref="IValueRedactor"/>.</exception>
    public static RedactionRule Of(RedactionAction action) => action switch
    {
        RedactionAction.Reveal => Reveal,
        RedactionAction.Generalize => Generalize(new GeneralizationOptions()),
        RedactionAction.KeepLast => KeepLast(4),
        RedactionAction.FormatPreserving => new(action, new FormatPreserver()),
        RedactionAction.Pseudonym => new(action, new Pseudonymizer()),
        RedactionAction.Mask => new(action),
        RedactionAction.Null => new(action),
        RedactionAction.Remove => Remove,
        _ => throw new ArgumentException($"{action} is made by a method of its own.", nameof(action)),
    };

    /// <summary>Keeps the last characters of a text.</summary>
    /// <param name="count">How many, from 1 to 8.</param>
    /// <exception cref="ArgumentOutOfRangeException">Another count.</exception>
    public static RedactionRule KeepLast(int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, 8);
        return new(RedactionAction.KeepLast, new LastCharacters(count));
    }

    /// <summary>Makes values less precise.</summary>
    public static RedactionRule Generalize(GeneralizationOptions options) => new(RedactionAction.Generalize, new Generalizer(options));

    /// <summary>An action of your own.</summary>
    public static RedactionRule Custom(IValueRedactor redactor) => new(RedactionAction.Custom, redactor);

    /// <summary>
    /// Reads a rule as configuration writes it: the name of an action, with an argument where it takes one: <c>KeepLast(4)</c>,
    /// <c>Generalize(age)</c> or <c>Generalize(year)</c> for dates, <c>Generalize(2)</c> for the characters kept of a postcode, the
    /// decimals of a coordinate, or the size of an amount's bucket.
    /// </summary>
    /// <param name="text">The text.</param>
    /// <param name="rule">The rule.</param>
    /// <param name="problem">What is wrong with it, for whoever wrote it.</param>
    public static bool TryParse(string text, [NotNullWhen(true)] out RedactionRule? rule, [NotNullWhen(false)] out string? problem)
    {
        rule = null;
        problem = null;
        var open = text.IndexOf('(', StringComparison.Ordinal);
        var name = (open < 0 ? text : text[..open]).Trim();
        var argument = open < 0 ? null : text.EndsWith(')') ? text[(open + 1)..^1].Trim() : "";
        var number = int.TryParse(argument, NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n : -1;
        var action = Enum.GetValues<RedactionAction>().Where(a => a != RedactionAction.Custom && a.ToString().Equals(name, StringComparison.OrdinalIgnoreCase)).ToList();
        if (action is not [var found])
        {
            var names = Enum.GetNames<RedactionAction>().Where(a => a != nameof(RedactionAction.Custom)).ToList();
            problem = $"'{text}' is not one of {string.Join(", ", names)}" + (Spelling.Nearest(name, names) is { } near ? $"; did you mean {near}?" : "");
        }
        else if (argument is null)
        {
            rule = Of(found);
        }
        else if (found == RedactionAction.KeepLast)
        {
            rule = number is >= 1 and <= 8 ? KeepLast(number) : null;
            problem = rule is null ? $"'{text}' keeps no number of characters from 1 to 8" : null;
        }
        else if (found == RedactionAction.Generalize)
        {
            rule = argument.ToLowerInvariant() switch
            {
                "year" => Of(found),
                "age" => Generalize(new() { DatesAsAge = true }),
                _ when number is >= 0 and <= 1_000_000 => Generalize(new() { PostcodeCharacters = number, Decimals = number, Bucket = number }),
                _ => null,
            };
            problem = rule is null ? $"'{text}' is neither Generalize(year), Generalize(age) nor a number from 0 to 1000000" : null;
        }
        else
        {
            problem = $"'{text}': {found} takes no argument";
        }

        return rule is not null;
    }

    /// <summary>The stricter of two.</summary>
    internal static RedactionRule Max(RedactionRule first, RedactionRule second) => second.Action > first.Action ? second : first;

    /// <summary>The rule for an action with its defaults.</summary>
    public static implicit operator RedactionRule(RedactionAction action) => Of(action);

    /// <inheritdoc/>
    public override string ToString() => Action.ToString();
}
