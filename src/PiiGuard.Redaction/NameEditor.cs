using PiiGuard.Redaction.Plans;

namespace PiiGuard.Redaction;

/// <summary>Decides what the names of values become that are personal data themselves, as in a map keyed by e-mail address.</summary>
internal sealed class NameEditor(Document document) : IDisposable
{
    private readonly ByteBuffer _name = new();

    /// <summary>What the name in front of a value becomes; <see cref="Write"/> puts it in its place.</summary>
    public Rewriting Rewrite(NameNode node, int lead, int start, ValueRewriter rewriter)
    {
        if (node.NameCategory is not { } category)
        {
            return Rewriting.None;
        }

        var rule = RedactionRule.Max(document.Plan.RuleFor(category), document.Top.Rule ?? RedactionRule.Reveal);
        Rewriting result;
        if (rule.Redactor is not null && node.IsNamePart)
        {
            result = Rewriting.Removed; // nobody can tell what else it holds
        }
        else if (rule.Redactor is null)
        {
            result = ValueRewriter.RewriteBlindly(rule.Action, ValueKinds.Text, out var replacement);
            _name.Clear();
            _name.Append(replacement);
        }
        else
        {
            var (from, to) = In(lead, start);
            result = rewriter.Rewrite(rule, ValueKinds.Text, document.TextOf(from, to), category, null, _name);
        }

        document.Records.Report.Count(category, revealed: result is Rewriting.Kept or Rewriting.Reduced);
        return rule.Action == RedactionAction.Null || (result != Rewriting.Kept && !_name.Span.StartsWith("\""u8)) ? Rewriting.Removed : result;
    }

    /// <summary>Writes what the name has become.</summary>
    public void Write(int lead, int start)
    {
        var (from, to) = In(lead, start);
        document.Replace(from, to, _name.Span);
    }

    public void Dispose() => _name.Dispose();

    private (int From, int To) In(int lead, int start)
    {
        var bytes = document.Bytes.AsSpan(lead, start - lead);
        return (lead + bytes.IndexOf((byte)'"'), lead + bytes.LastIndexOf((byte)'"') + 1);
    }
}
