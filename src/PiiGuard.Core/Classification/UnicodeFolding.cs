using System.Globalization;
using System.Text;

namespace PiiGuard.Classification;

/// <summary>
/// Folds what looks alike: full-width forms, accents, Cyrillic and Greek twins of Latin letters; drops combining marks and
/// invisible characters. Own tables, because <see cref="string.Normalize()"/> does nothing where .NET runs in invariant
/// globalization mode, as most containers do, and the answer must not depend on that.
/// </summary>
internal static class UnicodeFolding
{
    // Base letters of U+00C0 to U+017F; _ where there is none.
    private const string Latin =
        "AAAAAAACEEEEIIIIDNOOOOO_OUUUUYTsaaaaaaaceeeeiiiidnooooo_ouuuuyty"
        + "AaAaAaCcCcCcCcDdDdEeEeEeEeEeGgGgGgGgHhHhIiIiIiIiIiIiJjKkkLlLlLlL"
        + "lLlNnNnNnnNnOoOoOoOoRrRrRrSsSsSsSsTtTtTtUuUuUuUuUuUuWwYyYZzZzZzs";

    private static readonly string[] Ligatures = ["ff", "fi", "fl", "ffi", "ffl"];

    // Twins by shape (a choice from Unicode UTS #39, confusables).
    private const string Twins =
        "a\u0430e\u0435o\u043ep\u0440c\u0441y\u0443x\u0445i\u0456j\u0458s\u0455a\u03b1o\u03bfv\u03bdp\u03c1A\u0410"
        + "B\u0412E\u0415K\u041aM\u041cH\u041dO\u041eP\u0420C\u0421T\u0422X\u0425A\u0391B\u0392E\u0395Z\u0396H\u0397"
        + "I\u0399K\u039aM\u039cN\u039dO\u039fP\u03a1T\u03a4Y\u03a5X\u03a7";

    /// <summary>Whether a letter with two dots says no more than that a <c>u</c> is spoken: <c>antigüedad</c>.</summary>
    private static bool IsSpanish(string name, int i) => i > 0 && i + 1 < name.Length && name[i - 1] is 'g' or 'G' && name[i + 1] is 'e' or 'i' or '\u00E9' or '\u00ED';

    public static string Fold(string name)
    {
        var folded = new StringBuilder(name.Length);
        for (var i = 0; i < name.Length; i++)
        {
            var c = name[i];
            if (char.IsHighSurrogate(c) && i + 1 < name.Length && char.IsLowSurrogate(name[i + 1]))
            {
                FoldMathematical(char.ConvertToUtf32(c, name[++i]), folded);
            }
            else if (c is >= '\u24B6' and <= '\u24E9')
            {
                folded.Append((char)(c <= '\u24CF' ? 'A' + (c - '\u24B6') : 'a' + (c - '\u24D0'))); // in circles
            }
            else if (c is >= '\uFB00' and <= '\uFB04')
            {
                folded.Append(Ligatures[c - '\uFB00']);
            }
            else if (c == '\u1E9E')
            {
                folded.Append("ss");
            }
            else if (c <= 127)
            {
                folded.Append(c);
            }
            else if (c is '\u00E4' or '\u00F6' or '\u00FC' or '\u00C4' or '\u00D6' or '\u00DC' && !IsSpanish(name, i))
            {
                folded.Append(Latin[c - '\u00C0']).Append('e'); // as German writes it where it has to: "Empfaenger"
            }
            else if (c is >= '\u00C0' and <= '\u017F')
            {
                folded.Append(Latin[c - '\u00C0']);
                if (c == 'ß')
                {
                    folded.Append('s');
                }
            }
            else if (c is >= '\uFF01' and <= '\uFF5E')
            {
                folded.Append((char)(c - 0xFEE0));
            }
            else if (!IsInvisible(c))
            {
                var twin = Twins.IndexOf(c);
                folded.Append(twin > 0 ? Twins[twin - 1] : c);
            }
        }

        return folded.ToString();
    }

    /// <summary>Mathematical alphanumeric symbols: thirteen alphabets and five rows of digits, one after the other. Nothing else beyond the first plane looks like ASCII.</summary>
    private static void FoldMathematical(int c, StringBuilder folded)
    {
        if (c is >= 0x1D400 and <= 0x1D6A3)
        {
            var letter = (c - 0x1D400) % 52;
            folded.Append((char)(letter < 26 ? 'A' + letter : 'a' + letter - 26));
        }
        else if (c is >= 0x1D7CE and <= 0x1D7FF)
        {
            folded.Append((char)('0' + ((c - 0x1D7CE) % 10)));
        }
    }

    private static bool IsInvisible(char c) => CharUnicodeInfo.GetUnicodeCategory(c) is UnicodeCategory.NonSpacingMark
        or UnicodeCategory.EnclosingMark or UnicodeCategory.Format or UnicodeCategory.Control or UnicodeCategory.Surrogate;
}
