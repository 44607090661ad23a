using PiiGuard.Redaction.Plans;

namespace PiiGuard.Redaction;

/// <summary>In a bag of names and values (<c>{"name":"email","value":"…"}</c>) the value is judged by the name beside it.</summary>
internal static class Bag
{
    /// <summary>The place that tells what a value is; notes the name for the value that comes behind it.</summary>
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
            return document.Plan.Names.BagValue(node, top.BagName, kind == ValueKinds.Container);
        }

        if (node.IsBagName && kind == ValueKinds.Text && end - start <= 256)
        {
            var named = document.Plan.Names.Property(top.Node, document.Values.TextOf(start, end));
            if (top.HasBagValue && top.BagName is not null && top.BagName.Name != named.Name && named.ScalarCategory is not null)
            {
                // A second name, after the value went as what the first one said.
                throw document.Refuse(RefusalReason.Malformed, start);
            }

            top.BagName ??= named;
        }

        return node;
    }
}
