using System.Globalization;
using Microsoft.Extensions.Configuration;
using PiiGuard.Redaction;

namespace PiiGuard.Gateway.Policies;

/// <summary>
/// Reads a configuration section and notes every mistake with its path: the binder of the framework stops at the first one and
/// passes over keys that nobody reads, which in a policy would be a rule that does nothing.
/// </summary>
internal sealed class SectionReader(IConfigurationSection section, List<ConfigurationMistake> mistakes)
{
    private readonly HashSet<string> _read = new(StringComparer.OrdinalIgnoreCase);

    public string Name => section.Key;

    public void Mistake(string? key, string message) => mistakes.Add(new(key is null ? section.Path : $"{section.Path}:{key}", message));

    public string? Text(string key)
    {
        _read.Add(key);
        var value = section[key];
        if (section.GetSection(key).GetChildren().Any())
        {
            Mistake(key, "expected one value, found a section");
            return null;
        }

        return value;
    }

    public string? RequiredText(string key)
    {
        var value = Text(key);
        if (string.IsNullOrWhiteSpace(value))
        {
            Mistake(key, "is missing");
            return null;
        }

        return value;
    }

    /// <summary>A whole number within bounds.</summary>
    public int Integer(string key, int? fallback, int min, int max)
    {
        if (Text(key) is not { } text)
        {
            if (fallback is null)
            {
                Mistake(key, "is missing");
            }

            return fallback ?? min;
        }

        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= min && value <= max)
        {
            return value;
        }

        Mistake(key, $"'{text}' is not a whole number from {min} to {max}");
        return fallback ?? min;
    }

    /// <summary>True or false.</summary>
    public bool Switch(string key, bool fallback)
    {
        if (Text(key) is not { } text)
        {
            return fallback;
        }

        if (bool.TryParse(text, out var value))
        {
            return value;
        }

        Mistake(key, $"'{text}' is neither true nor false");
        return fallback;
    }

    /// <summary>One of the names of an enumeration.</summary>
    public T OneOf<T>(string key, T fallback)
        where T : struct, Enum => Text(key) is { } text ? Named<T>(key, text) ?? fallback : fallback;

    /// <summary>The value that a text names; null, and a mistake, where it names none.</summary>
    public T? Named<T>(string key, string text)
        where T : struct, Enum
    {
        if (text.All(char.IsAsciiLetter) && Enum.TryParse<T>(text, ignoreCase: true, out var value))
        {
            return value;
        }

        Mistake(key, $"'{text}' is not one of {string.Join(", ", Enum.GetNames<T>())}");
        return null;
    }

    /// <summary>A time span of at least a second, in the form <c>[d.]hh:mm:ss</c>.</summary>
    public TimeSpan Span(string key, TimeSpan? fallback = null)
    {
        var text = fallback is null ? RequiredText(key) : Text(key);
        if (text is null)
        {
            return fallback ?? TimeSpan.FromDays(1);
        }

        if (TimeSpan.TryParseExact(text, [@"d\.hh\:mm\:ss", @"hh\:mm\:ss"], CultureInfo.InvariantCulture, out var value)
            && value >= TimeSpan.FromSeconds(1) && value <= TimeSpan.FromDays(366))
        {
            return value;
        }

        Mistake(key, $"'{text}' is not a time span; expected '[d.]hh:mm:ss' from one second to 366 days (one day is '1.00:00:00')");
        return TimeSpan.FromDays(1);
    }

    /// <summary>What is done to values; removal when nothing is said, or nothing that can be read.</summary>
    public RedactionRule Rule(string key)
    {
        if (Text(key) is not { } text)
        {
            return RedactionAction.Remove;
        }

        if (RedactionRule.TryParse(text, out var rule, out var problem))
        {
            return rule;
        }

        Mistake(key, problem);
        return RedactionAction.Remove;
    }

    /// <summary>A list of texts that are not blank.</summary>
    public IReadOnlyList<string> Texts(string key)
    {
        _read.Add(key);
        if (section[key] is { Length: > 0 })
        {
            Mistake(key, "expected a list, found one value");
        }

        List<string> texts = [];
        foreach (var item in section.GetSection(key).GetChildren())
        {
            if (string.IsNullOrWhiteSpace(item.Value))
            {
                mistakes.Add(new(item.Path, "is empty"));
            }
            else
            {
                texts.Add(item.Value);
            }
        }

        return texts;
    }

    /// <summary>The subsection, to be read in turn. It may be absent.</summary>
    public SectionReader Section(string key)
    {
        _read.Add(key);
        return new(section.GetSection(key), mistakes);
    }

    /// <summary>The children of a subsection, each to be read in turn.</summary>
    public IReadOnlyList<SectionReader> Sections(string key)
    {
        _read.Add(key);
        return [.. section.GetSection(key).GetChildren().Select(c => new SectionReader(c, mistakes))];
    }

    public IEnumerable<string> Keys => section.GetChildren().Select(c => c.Key);

    public bool Exists => section.Exists();

    /// <summary>Notes every key that nobody has read.</summary>
    public void NoOtherKeys()
    {
        foreach (var key in Keys.Where(k => !_read.Contains(k)))
        {
            var near = Spelling.Nearest(key, _read);
            Mistake(key, "is not a setting" + (near is null ? $"; expected {string.Join(", ", _read.Order())}" : $"; did you mean {near}?"));
        }
    }
}
