using System.Globalization;
using System.Text;

namespace PiiGuard.Analyzers.Shapes;

/// <summary>How a serialiser makes wire names of CLR names: the policies of System.Text.Json, which Newtonsoft.Json's strategies agree with.</summary>
internal sealed class NamingPolicy
{
    private readonly Func<string, string> _convert;

    private NamingPolicy(Func<string, string> convert) => _convert = convert;

    public static NamingPolicy None { get; } = new(name => name);

    public static NamingPolicy CamelCase { get; } = new(ToCamelCase);

    /// <summary>A policy of the project's own: the names are a guess, and a response that is written with it counts as not evaluable.</summary>
    public static NamingPolicy Unknown { get; } = new(ToCamelCase);

    public static NamingPolicy SnakeCaseLower { get; } = new(name => Separate(name, '_', lower: true));

    public static NamingPolicy SnakeCaseUpper { get; } = new(name => Separate(name, '_', lower: false));

    public static NamingPolicy KebabCaseLower { get; } = new(name => Separate(name, '-', lower: true));

    public static NamingPolicy KebabCaseUpper { get; } = new(name => Separate(name, '-', lower: false));

    public string Convert(string name) => _convert(name);

    /// <summary>As <c>JsonNamingPolicy.CamelCase</c>: the leading capitals go down, but the last of them when a small letter follows.</summary>
    private static string ToCamelCase(string name)
    {
        var letters = name.ToCharArray();
        for (var i = 0; i < letters.Length && char.IsUpper(letters[i]); i++)
        {
            if (i > 0 && i + 1 < letters.Length && !char.IsUpper(letters[i + 1]))
            {
                if (letters[i + 1] == ' ')
                {
                    letters[i] = char.ToLowerInvariant(letters[i]);
                }

                break;
            }

            letters[i] = char.ToLowerInvariant(letters[i]);
        }

        return new string(letters);
    }

    /// <summary>As System.Text.Json's <c>JsonSeparatorNamingPolicy</c>.</summary>
    private static string Separate(string name, char separator, bool lower)
    {
        var text = new StringBuilder();
        var previous = UnicodeCategory.OtherNotAssigned; // nothing to separate from
        for (var i = 0; i < name.Length; i++)
        {
            var category = CharUnicodeInfo.GetUnicodeCategory(name[i]);
            switch (category)
            {
                case UnicodeCategory.UppercaseLetter:
                    if (previous is UnicodeCategory.LowercaseLetter or UnicodeCategory.SpaceSeparator
                        || (previous == UnicodeCategory.UppercaseLetter && i + 1 < name.Length && char.IsLower(name[i + 1])))
                    {
                        text.Append(separator);
                    }

                    text.Append(lower ? char.ToLowerInvariant(name[i]) : name[i]);
                    previous = UnicodeCategory.UppercaseLetter;
                    break;
                case UnicodeCategory.LowercaseLetter or UnicodeCategory.DecimalDigitNumber:
                    if (previous == UnicodeCategory.SpaceSeparator)
                    {
                        text.Append(separator);
                    }

                    text.Append(lower ? name[i] : char.ToUpperInvariant(name[i]));
                    previous = UnicodeCategory.LowercaseLetter;
                    break;
                case UnicodeCategory.SpaceSeparator:
                    previous = text.Length > 0 ? UnicodeCategory.SpaceSeparator : previous;
                    break;
                default:
                    text.Append(name[i]);
                    previous = UnicodeCategory.OtherNotAssigned;
                    break;
            }
        }

        return text.ToString();
    }
}
