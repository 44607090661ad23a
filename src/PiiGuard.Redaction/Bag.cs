using PiiGuard.Redaction.Plans;

namespace PiiGuard.Redaction;

/// <summary>
/// In a bag of names and values (<c>{"name":"email","value":"…"}</c>) the value is judged by the name beside it; of several names by
/// the one that is treated most strictly, since readers differ in which one they take.
/// </summary>
internal static class Bag
{
    private const int LongestName = 256;

    /// <summary>The place that tells what a value is; notes the name for the value that comes behind it.</summary>
    /// <exception cref="DocumentRefusedException">A name stands behind the value that would have had it treated more strictly.</exception>
    public static NameNode Judge(Document document, NameNode node, ValueKinds kind, int start, int end)
    {
        ref var top = ref document.Top;
        if (top.IsArray)
        {
            return node;
        }

        if (node.IsBagValue)
        {
            top.HasBagValue = true;
            top.BagValueFrom = top.BagName is null && top.BagValueFrom < 0 ? document.OutputPosition(start) : top.BagValueFrom;
            return document.Plan.Names.BagValue(node, top.BagName);
        }

        if (node.IsBagName && kind == ValueKinds.Text)
        {
            // A name that is too long to be one may be any.
            var names = document.Plan.Names;
            var text = document.TextOf(start, end);
            var named = text.Length > LongestName ? names.UnknownBagValue
                : text.Length == end - start - 2 ? names.Property(top.Node, document.Bytes, start + 1, end - 1)
                : names.Property(top.Node, text);
            var went = top.BagName ?? document.Plan.Names.UnknownBagValue;
            if (top.HasBagValue && went.Name != named.Name && named.IsPersonal && Strictness(document.Plan, named) > Strictness(document.Plan, went))
            {
                throw document.Refuse(RefusalReason.NameBehindValue, start);
            }

            top.BagName = top.BagName is null || Strictness(document.Plan, named) > Strictness(document.Plan, top.BagName) ? named : top.BagName;
        }

        return node;
    }

    private static int Strictness(RedactionPlan plan, NameNode named) => named.ScalarCategory is { } category ? (int)plan.RuleFor(category).Action : -1;
}
