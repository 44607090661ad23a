using PiiGuard.Redaction.Detection;
using PiiGuard.Redaction.Plans;

namespace PiiGuard.Redaction;

/// <summary>
/// A value may stand behind its name (<c>{"name":"puk","value":"1234"}</c>) where no word says that it is a bag: it is what the name says if it can be that. A chart, a list of choices and a table of
/// translations have such pairs as well (<c>{"label":"Phone","value":12}</c>, <c>{"label":"E-mail","value":"email"}</c>, <c>{"key":"firstName","value":"Vorname"}</c>), which are nobody's data.
/// </summary>
internal static class Pair
{
    /// <summary>A longer text is no name.</summary>
    public const int LongestName = 64;

    private const int FewestDigitsOfSecret = 4;
    private const int FewestDigits = 7;

    /// <summary>Notes what may be a name: it is judged when a value comes behind it, since most are of something else.</summary>
    public static void Note(Document document, int start, int end)
    {
        ref var top = ref document.Top;
        var text = document.TextOf(start, end);
        if (!top.IsArray && text.Length is > 0 and <= LongestName)
        {
            JudgeNoted(document, ref top, document.PairNameAt(document.Depth)); // of several names each counts
            text.CopyTo(document.PairNameAt(document.Depth));
            top.Pair.NotedLength = text.Length;
            top.Pair.IsJudged = false;
        }
    }

    /// <summary>The place to which a name in front of a value leads, of several the strictest that it can be; null where there is none. Of a list each element is such a value.</summary>
    public static NameNode? Judge(Document document, ValueKinds kind, int start, int end)
    {
        var depth = document.Top.IsArray ? document.Depth - 1 : document.Depth;
        ref var holder = ref document.OpenFrames[depth];
        if (holder.IsArray || holder.Pair.NotedLength == 0)
        {
            return null;
        }

        var name = document.PairNameAt(depth);
        JudgeNoted(document, ref holder, name);
        ref readonly var pair = ref holder.Pair;
        if ((pair.Free ?? pair.WithDigits ?? pair.WithAt) is null)
        {
            return null;
        }

        if (kind == ValueKinds.Flag)
        {
            return pair.Free?.FlagCategory is not null ? pair.Free : pair.WithDigits?.FlagCategory is not null ? pair.WithDigits : null;
        }

        if (kind == ValueKinds.Number)
        {
            return Stricter(document.Plan, OfNumber(pair.Free, document.Bytes.AsSpan(start, end - start)), OfNumber(pair.WithDigits, document.Bytes.AsSpan(start, end - start)));
        }

        return kind == ValueKinds.Text ? OfText(document, holder, document.TextOf(start, end), name[..pair.NotedLength]) : null;
    }

    private static NameNode? OfText(Document document, in Frame holder, ReadOnlySpan<byte> text, ReadOnlySpan<byte> noted)
    {
        var value = WideForms.Fold(text, stackalloc byte[WideForms.UsualRoom]);
        var name = WideForms.Fold(noted, stackalloc byte[LongestName]);
        if (value.IsEmpty || IsWord(value) || IsSame(value, name))
        {
            return null;
        }

        ref readonly var pair = ref holder.Pair;
        var free = pair.Free is { } any && !IsLabel(document, holder.Node, any, value) ? any : null;
        var withDigits = value.ContainsAnyInRange((byte)'0', (byte)'9') ? pair.WithDigits : null;
        return Stricter(document.Plan, free, Stricter(document.Plan, withDigits, value.Contains((byte)'@') ? pair.WithAt : null));
    }

    /// <summary>A whole number of enough digits: those of a chart are small, or fractions.</summary>
    private static NameNode? OfNumber(NameNode? named, ReadOnlySpan<byte> number)
    {
        var digits = number.TrimStart((byte)'-');
        return named is not null && !digits.ContainsAnyExceptInRange((byte)'0', (byte)'9') && digits.Length >= (named.ScalarCategory is PiiCategory.Credential or null ? FewestDigitsOfSecret : FewestDigits) ? named : null;
    }

    /// <summary>Whether a text is itself a word for what the name says: <c>surname</c> of <c>Last name</c>. Not of a secret, which may be any word.</summary>
    private static bool IsLabel(Document document, NameNode place, NameNode named, ReadOnlySpan<byte> value) =>
        named.ScalarCategory is { } category and not PiiCategory.Credential && value.Length <= LongestName && document.Plan.Names.MeaningOf(place, value) == category;

    private static void JudgeNoted(Document document, ref Frame holder, ReadOnlySpan<byte> name)
    {
        ref var pair = ref holder.Pair;
        if (pair.NotedLength == 0 || pair.IsJudged)
        {
            return;
        }

        pair.IsJudged = true;
        var names = document.Plan.Names;
        var named = names.Property(names.Pairs(holder.Node), name[..pair.NotedLength]);
        if (named.ScalarCategory is null && named.FlagCategory is null && named.SubjectRank < 0)
        {
            return;
        }

        ref var slot = ref pair.Free;
        switch (named.ScalarCategory)
        {
            case PiiCategory.EmailAddress:
                slot = ref pair.WithAt;
                break;
            case null or PiiCategory.PhoneNumber or PiiCategory.BirthDate or PiiCategory.AccountNumber or PiiCategory.GovernmentId or PiiCategory.PaymentCard or PiiCategory.BankAccount or PiiCategory.DeviceId or PiiCategory.IpAddress:
                slot = ref pair.WithDigits;
                break;
        }

        slot = Stricter(document.Plan, slot, named);
    }

    private static NameNode? Stricter(RedactionPlan plan, NameNode? first, NameNode? second) =>
        first is null || (second is not null && Strictness(plan, second) > Strictness(plan, first)) ? second : first;

    private static int Strictness(RedactionPlan plan, NameNode named) => named.ScalarCategory is { } category ? (int)plan.RuleFor(category).Action : -1;

    /// <summary>A word of a setting, and of no person.</summary>
    private static bool IsWord(ReadOnlySpan<byte> value) => value.SequenceEqual("true"u8) || value.SequenceEqual("false"u8) || value.SequenceEqual("asc"u8) || value.SequenceEqual("desc"u8);

    /// <summary>Whether two texts have the same letters and digits: <c>E-mail</c> and <c>email</c>.</summary>
    private static bool IsSame(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b)
    {
        if (!System.Text.Ascii.IsValid(a) || !System.Text.Ascii.IsValid(b))
        {
            return a.SequenceEqual(b);
        }

        var (i, j) = (0, 0);
        for (var any = false; ; any = true)
        {
            while (i < a.Length && !char.IsAsciiLetterOrDigit((char)a[i]))
            {
                i++;
            }

            while (j < b.Length && !char.IsAsciiLetterOrDigit((char)b[j]))
            {
                j++;
            }

            if (i == a.Length || j == b.Length)
            {
                return any && i == a.Length && j == b.Length;
            }

            if (char.ToLowerInvariant((char)a[i++]) != char.ToLowerInvariant((char)b[j++]))
            {
                return false;
            }
        }
    }
}
