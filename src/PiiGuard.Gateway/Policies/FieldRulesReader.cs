using PiiGuard.Contracts;
using PiiGuard.Redaction;
using PiiGuard.Taxonomy;

namespace PiiGuard.Gateway.Policies;

/// <summary>Reads the settings that pick out values.</summary>
internal static class FieldRulesReader
{
    /// <summary>What picks out values beside the contract and the lexicon.</summary>
    public static FieldRules Read(SectionReader root) => new()
    {
        DetectValues = root.Switch("DetectValues", true),
        Names = [.. ReadCategories(root.Section("Names")).Where(n => IsName(root, n.Key))],
        KeyedBy = [.. ReadCategories(root.Section("KeyedBy")).Where(k => IsPath(root, "KeyedBy", k.Key))],
        EmbeddedJson = [.. root.Texts("EmbeddedJson").Where(p => IsPath(root, "EmbeddedJson", p))],
        AllowedPaths = [.. root.Texts("AllowedPaths").Where(p => IsPath(root, "AllowedPaths", p))],
        PseudonymKey = ReadPseudonymKey(root.Section("PseudonymKey")),
    };

    private static IEnumerable<(string Key, PiiCategory Category)> ReadCategories(SectionReader section)
    {
        foreach (var key in section.Keys)
        {
            if (PiiTaxonomy.TryParse(section.Text(key) ?? "", out var category))
            {
                yield return (key, category);
            }
            else
            {
                section.Mistake(key, $"'{section.Text(key)}' is not a category; expected {string.Join(", ", Enum.GetNames<PiiCategory>())}");
            }
        }
    }

    /// <summary>A name, or the name of an object and one within it.</summary>
    private static bool IsName(SectionReader root, string name)
    {
        if (name.Split('.') is { Length: <= 2 } parts && parts.All(p => p.Any(char.IsLetterOrDigit)))
        {
            return true;
        }

        root.Mistake("Names", $"'{name}' is not a name or an object's and one within it; expected such as 'ref' or 'customer.ref'");
        return false;
    }

    private static bool IsPath(SectionReader root, string key, string path)
    {
        if (WirePath.TryParse(path, out _))
        {
            return true;
        }

        root.Mistake(key, $"'{path}' is not a wire path; expected one such as 'customers[].note' (docs/contract.md)");
        return false;
    }

    private static PseudonymKey? ReadPseudonymKey(SectionReader section)
    {
        if (!section.Exists)
        {
            return null;
        }

        var id = section.RequiredText("Id") ?? "";
        var secret = section.RequiredText("Secret") ?? "";
        section.NoOtherKeys();
        var bytes = new byte[secret.Length];
        if (!Convert.TryFromBase64String(secret, bytes, out var length) || length < 16)
        {
            section.Mistake("Secret", "is not a secret of at least 16 bytes in base64");
        }
        else if (id.Length is 0 or > 16 || !id.All(char.IsAsciiLetterOrDigit))
        {
            section.Mistake("Id", $"'{id}' is not of 1 to 16 ASCII letters and digits");
        }
        else
        {
            return new(id, bytes.AsMemory(0, length));
        }

        return null;
    }
}
