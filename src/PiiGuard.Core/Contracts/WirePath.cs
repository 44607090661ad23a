using System.Globalization;
using System.Text;

namespace PiiGuard.Contracts;

/// <summary>
/// Text form of wire paths: <c>customers[].billingAddress.city</c>, <c>byId{}.email</c>, <c>[].email</c> for a list at the root,
/// <c>$</c> for the root itself. A name that is not plain (letters, digits, <c>_ - @ :</c>) stands in <c>["…"]</c>, escaped as in JSON.
/// </summary>
public static class WirePath
{
    /// <summary>Path of the whole body.</summary>
    public const string Root = "$";

    /// <summary>Writes a path.</summary>
    public static string Format(IEnumerable<WireStep> steps)
    {
        var text = new StringBuilder();
        foreach (var step in steps)
        {
            switch (step.Kind)
            {
                case WireStepKind.Items:
                    text.Append("[]");
                    break;
                case WireStepKind.Values:
                    text.Append("{}");
                    break;
                default:
                    AppendName(text, step.Name);
                    break;
            }
        }

        return text.Length == 0 ? Root : text.ToString();
    }

    /// <summary>Reads a path; false when it is not in the form that <see cref="Format"/> writes.</summary>
    public static bool TryParse(string text, out IReadOnlyList<WireStep> steps)
    {
        var found = new List<WireStep>();
        steps = found;
        if (text == Root)
        {
            return true;
        }

        for (var i = 0; i < text.Length;)
        {
            if (Starts(text, i, "[]"))
            {
                found.Add(WireStep.Items);
                i += 2;
            }
            else if (Starts(text, i, "{}"))
            {
                found.Add(WireStep.Values);
                i += 2;
            }
            else if (Starts(text, i, "[\""))
            {
                if (!TryReadQuoted(text, ref i, out var name))
                {
                    return false;
                }

                found.Add(WireStep.Property(name));
            }
            else
            {
                if (found.Count > 0 && text[i++] != '.')
                {
                    return false;
                }

                var start = i;
                while (i < text.Length && IsPlain(text[i]))
                {
                    i++;
                }

                if (i == start)
                {
                    return false;
                }

                found.Add(WireStep.Property(text.Substring(start, i - start)));
            }
        }

        return found.Count > 0;
    }

    private static bool Starts(string text, int at, string what) => string.CompareOrdinal(text, at, what, 0, what.Length) == 0;

    private static bool IsPlain(char c) => char.IsLetterOrDigit(c) || c is '_' or '-' or '@' or ':';

    private static void AppendName(StringBuilder text, string name)
    {
        if (name.Length > 0 && name.All(IsPlain))
        {
            text.Append(text.Length == 0 ? "" : ".").Append(name);
            return;
        }

        text.Append("[\"");
        foreach (var c in name)
        {
            _ = c is '"' or '\\' ? text.Append('\\').Append(c)
                : c is '|' or '#' or ';' || c < ' ' || (c > 126 && !char.IsLetterOrDigit(c)) ? text.Append("\\u").Append(((int)c).ToString("x4", CultureInfo.InvariantCulture))
                : text.Append(c);
        }

        text.Append("\"]");
    }

    private static bool TryReadQuoted(string text, ref int i, out string name)
    {
        var value = new StringBuilder();
        name = "";
        for (i += 2; i < text.Length && text[i] != '"'; i++)
        {
            if (text[i] != '\\')
            {
                value.Append(text[i]);
            }
            else if (++i < text.Length && text[i] is '"' or '\\')
            {
                value.Append(text[i]);
            }
            else if (i + 4 < text.Length && text[i] == 'u'
                && int.TryParse(text.Substring(i + 1, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code))
            {
                value.Append((char)code);
                i += 4;
            }
            else
            {
                return false;
            }
        }

        name = value.ToString();
        var closed = Starts(text, i, "\"]");
        i += 2;
        return closed;
    }
}
