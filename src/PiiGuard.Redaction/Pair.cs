using PiiGuard.Redaction.Plans;

namespace PiiGuard.Redaction;

/// <summary>
/// Outside of bags too a value may stand behind its name (<c>{"name":"puk","value":"1234"}</c>), where no word says so: it is what the name says if it can be that. A chart or a list of choices has
/// such pairs as well (<c>{"label":"Phone","value":12}</c>, <c>{"label":"E-mail","value":"email"}</c>), which are nobody's data.
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
        var text = document.Values.TextOf(start, end);
        if (!top.IsArray && text.Length is > 0 and <= LongestName)
        {
            _ = Named(document); // of two names the stricter one counts
            text.CopyTo(document.PairName);
            top.PairNameLength = text.Length;
            top.IsPairNameJudged = false;
        }
    }

    /// <summary>The place to which the name in front of a value leads; null where there is none, or the value cannot be what it says.</summary>
    public static NameNode? Judge(Document document, ValueKinds kind, int start, int end)
    {
        if (document.Top.IsArray || Named(document) is not { } named)
        {
            return null;
        }

        var name = document.PairName[..document.Top.PairNameLength];
        return named.SubjectRank >= 0 || (kind switch
        {
            ValueKinds.Flag => named.FlagCategory is not null,
            ValueKinds.Number => named.ScalarCategory is { } category && Digits(document.Bytes.AsSpan(start, end - start)) >= (category == PiiCategory.Credential ? FewestDigitsOfSecret : FewestDigits),
            ValueKinds.Text => named.ScalarCategory is { } category && CanBe(category, document.Values.TextOf(start, end), name),
            _ => false,
        }) ? named : null;
    }

    /// <summary>The strictest place to which a name leads that was noted in the innermost object; null where none was.</summary>
    private static NameNode? Named(Document document)
    {
        ref var top = ref document.Top;
        if (top is { PairNameLength: > 0, IsPairNameJudged: false })
        {
            var names = document.Plan.Names;
            var named = names.Property(names.Pairs(top.Node), document.PairName[..top.PairNameLength]);
            top.IsPairNameJudged = true;
            top.PairName = top.PairName is null || Strictness(document.Plan, named) > Strictness(document.Plan, top.PairName) ? named : top.PairName;
        }

        return top.PairName;
    }

    private static bool CanBe(PiiCategory category, ReadOnlySpan<byte> value, ReadOnlySpan<byte> name) => !value.IsEmpty && !IsSame(value, name) && category switch
    {
        PiiCategory.EmailAddress => value.Contains((byte)'@'),
        PiiCategory.PhoneNumber or PiiCategory.BirthDate or PiiCategory.AccountNumber or PiiCategory.GovernmentId or PiiCategory.PaymentCard or PiiCategory.BankAccount or PiiCategory.DeviceId or PiiCategory.IpAddress
            => value.ContainsAnyInRange((byte)'0', (byte)'9'),
        _ => true,
    };

    /// <summary>Whether two ASCII texts have the same letters and digits: <c>E-mail</c> and <c>email</c>.</summary>
    private static bool IsSame(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b)
    {
        var (i, j) = (0, 0);
        while (true)
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
                return i == a.Length && j == b.Length;
            }

            if (char.ToLowerInvariant((char)a[i++]) != char.ToLowerInvariant((char)b[j++]))
            {
                return false;
            }
        }
    }

    private static int Digits(ReadOnlySpan<byte> number)
    {
        var count = 0;
        foreach (var b in number)
        {
            count += char.IsAsciiDigit((char)b) ? 1 : 0;
        }

        return count;
    }

    private static int Strictness(RedactionPlan plan, NameNode named) => named.ScalarCategory is { } category ? (int)plan.RuleFor(category).Action : -1;
}
