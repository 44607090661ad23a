using System.Runtime.CompilerServices;
using PiiGuard.Redaction.Detection;
using PiiGuard.Redaction.Plans;

namespace PiiGuard.Redaction;

/// <summary>Decides what the values of a document become that do not go through unseen.</summary>
internal sealed class ValueEditor(Document document) : IDisposable
{
    private readonly ByteBuffer _value = new();
    private readonly ValueRewriter _rewriter = new();
    private readonly NameEditor _names = new(document);
    private EmbeddedDocument? _embedded;
    private string? _caller;
    private DateOnly _today;

    private RedactionPlan Plan => document.Plan;

    /// <summary>Whose response it is, and when.</summary>
    public void Reset(string? caller, DateOnly today)
    {
        _caller = caller;
        _today = today;
        _rewriter.Reset(Plan.PseudonymKey, caller, today);
    }

    /// <summary>An object or array begins. The common case stands by itself: a method pays at its begin for all that its rare cases need.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public void Open(NameNode node, int lead, int start, bool isArray)
    {
        ref var top = ref document.Top;
        if (top.IsSkipped)
        {
            document.OpenSkipped(node, isArray);
            return;
        }

        if (top.IsRevealing && (node.Quiet & ValueKinds.Container) != 0)
        {
            if (top.Members != MemberState.Written)
            {
                document.KeepLead(lead, start);
            }

            document.Open(node, isArray, null, top.Category, document.OutputPosition(start));
            return;
        }

        OpenJudged(node, lead, start, isArray);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void OpenJudged(NameNode node, int lead, int start, bool isArray)
    {
        ref var top = ref document.Top;
        var place = node;
        node = Bag.Judge(document, node, ValueKinds.Container, start, start);
        // What no name tells is judged by what it holds, but for what a bag holds that has no name yet: that may be anything.
        var isUnknownBag = node == Plan.Names.UnknownBagValue;
        var category = node.Category == PiiCategory.Other && node.Contract?.Category is null && !isUnknownBag ? null : node.Category;
        var rule = RuleFor(place, ref category, place.IsPassable);
        var action = rule.Action;
        var name = action == RedactionAction.Remove ? default : _names.Rewrite(place, lead, start, _rewriter);
        action = name == Rewriting.Removed ? RedactionAction.Remove : action;
        if (action is RedactionAction.Remove or RedactionAction.Null)
        {
            Count(category, revealed: false);
            var position = document.OutputPosition(lead);
            Write(lead, start, start, name, action == RedactionAction.Null ? Rewriting.Changed : Rewriting.Removed, "null"u8);
            if (name is Rewriting.Kept or Rewriting.Reduced)
            {
                RecordTracker.Listed(ref top, position);
            }

            document.OpenSkipped(node.Skipped, isArray);
            return;
        }

        var before = document.OutputPosition(lead);
        Write(lead, start, start, name, Rewriting.Kept, default);
        document.Open(isUnknownBag || Plan.OnlyListed ? place : node, isArray, rule, category, document.OutputPosition(start));
        if (name is Rewriting.Kept or Rewriting.Reduced)
        {
            RecordTracker.Personal(ref document.Top, before); // what the name says belongs to what it names
        }
    }

    /// <summary>A value that is neither object nor array and undergoes a rule that asks nothing of it.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public void Blind(ValueKinds kind, NameNode node, int lead, int start, int end)
    {
        document.Records.Report.Count(node.ScalarCategory!.Value, revealed: false);
        if (ValueRewriter.RewriteBlindly(node.ScalarRule!.Action, kind, out var replacement) == Rewriting.Removed)
        {
            document.Drop(lead, start, end);
            return;
        }

        if (document.Top.Members != MemberState.Written)
        {
            document.KeepLead(lead, start);
        }

        document.Replace(start, end, replacement);
    }

    /// <summary>Any other such value.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public void Leaf(ValueKinds kind, NameNode node, int lead, int start, int end, bool isSuspect)
    {
        if (document.Top.IsRevealing && !isSuspect && ((node.QuietAndNoted | node.RevealedAndNoted) & kind) != 0)
        {
            Noted(kind, node, lead, start, end);
        }
        else
        {
            Judged(kind, node, lead, start, end, isSuspect);
        }
    }

    /// <summary>A value that stays as it is and tells something: whose record it is in, or what a value behind it is.</summary>
    private void Noted(ValueKinds kind, NameNode node, int lead, int start, int end)
    {
        ref var top = ref document.Top;
        if (node.IsPairName && kind == ValueKinds.Text)
        {
            Pair.Note(document, start, end);
        }

        NoteSubject(node, kind, start, end);
        if (kind != ValueKinds.Null && ((node.QuietAndNoted & kind) != 0 ? top.Category : node.ScalarCategory) is { } category)
        {
            document.Records.Report.Count(category, revealed: true);
            RecordTracker.Personal(ref top, document.OutputPosition(lead));
        }

        if (top.Members != MemberState.Written)
        {
            document.KeepLead(lead, start);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Judged(ValueKinds kind, NameNode node, int lead, int start, int end, bool isSuspect)
    {
        ref var top = ref document.Top;
        if (node.IsPairName && kind == ValueKinds.Text)
        {
            Pair.Note(document, start, end);
        }

        var place = node;
        node = place.IsPairValue ? Pair.Judge(document, kind, start, end) ?? place : Bag.Judge(document, node, kind, start, end);
        var category = kind == ValueKinds.Flag ? node.FlagCategory : node.ScalarCategory;
        var isPart = false;
        if (category is null && isSuspect && !place.IsEmbeddedJson && (top.IsRevealing || top.IsArray) && ValueDetector.Strictest(document.TextOf(start, end), Plan.Rules) is { } detected)
        {
            category = detected.Category;
            isPart = !detected.IsWhole;
        }

        var rule = RuleFor(place, ref category, place.IsAllowed);
        NoteSubject(node, kind, start, end);
        var before = document.OutputPosition(lead);
        var value = place.IsEmbeddedJson && kind == ValueKinds.Text && rule.Action == RedactionAction.Reveal
            ? RewriteEmbedded(place, start, end, before)
            : Rewrite(rule, kind, node, category, isPart, start, end);
        var name = value == Rewriting.Removed ? default : _names.Rewrite(place, lead, start, _rewriter);
        value = name == Rewriting.Removed ? Rewriting.Removed : value;
        Write(lead, start, end, name, value, _value.Span);

        var isRevealed = kind != ValueKinds.Null && value is Rewriting.Kept or Rewriting.Reduced;
        if (category is not null && (kind != ValueKinds.Null || value == Rewriting.Removed))
        {
            Count(category, isRevealed);
            if (isRevealed)
            {
                RecordTracker.Personal(ref document.Top, before);
            }
        }

        if (name is Rewriting.Kept or Rewriting.Reduced)
        {
            RecordTracker.Listed(ref document.Top, before);
        }
    }

    public void Dispose()
    {
        _value.Dispose();
        _names.Dispose();
        _rewriter.Dispose();
        _embedded?.Dispose();
    }

    /// <summary>What the value undergoes, with what holds it taken into account.</summary>
    private RedactionRule RuleFor(NameNode place, ref PiiCategory? category, bool isAllowed)
    {
        if (!isAllowed)
        {
            document.Records.Report.Unlisted++;
            return RedactionRule.Remove;
        }

        ref var top = ref document.Top;
        if (category is { } own && (top.IsRevealing || top.IsArray || place.HasLetters))
        {
            return RedactionRule.Max(Plan.RuleFor(own), top.Rule ?? RedactionRule.Reveal);
        }

        // In an object that is masked or generalised, a member that nobody knows may be data itself: a map keyed by person.
        category ??= top.Category;
        return top.IsRevealing ? RedactionRule.Reveal : top.IsArray ? top.Rule! : RedactionRule.Remove;
    }

    private Rewriting Rewrite(RedactionRule rule, ValueKinds kind, NameNode node, PiiCategory? category, bool isPart, int start, int end)
    {
        if (rule.Redactor is null || isPart)
        {
            ReadOnlySpan<byte> replacement = [];
            // Of a text that holds more than the value no action can tell what to leave.
            _value.Clear();
            var result = isPart && rule.Redactor is not null ? Rewriting.Removed : ValueRewriter.RewriteBlindly(rule.Action, kind, out replacement);
            _value.Append(replacement);
            return result;
        }

        var text = kind == ValueKinds.Text ? document.TextOf(start, end) : document.Bytes.AsSpan(start, end - start);
        return _rewriter.Rewrite(rule, kind, text, category!.Value, node.Term, _value);
    }

    /// <summary>A text that is JSON is redacted as if it stood here itself, and written as a text again.</summary>
    private Rewriting RewriteEmbedded(NameNode node, int start, int end, long before)
    {
        _embedded ??= new();
        _value.Clear();
        if (!_embedded.TryRedact(document, node, document.TextOf(start, end), _caller, _today))
        {
            return Rewriting.Removed;
        }

        JsonStrings.Write(_value, _embedded.Output, default);
        document.Records.Embedded(ref document.Top, _embedded.Records, before);
        return Rewriting.Changed;
    }

    private void Write(int lead, int start, int end, Rewriting name, Rewriting value, ReadOnlySpan<byte> replacement)
    {
        if (value == Rewriting.Removed)
        {
            document.Drop(lead, start, end);
            return;
        }

        if (document.Top.Members != MemberState.Written)
        {
            document.KeepLead(lead, start);
        }

        if (name is Rewriting.Reduced or Rewriting.Changed)
        {
            _names.Write(lead, start);
        }

        if (value != Rewriting.Kept)
        {
            document.Replace(start, end, replacement);
        }
    }

    private void NoteSubject(NameNode node, ValueKinds kind, int start, int end)
    {
        if (node.SubjectRank < 0 || document.Depth == 0 || kind is not (ValueKinds.Text or ValueKinds.Number))
        {
            return;
        }

        var value = kind == ValueKinds.Text ? document.TextOf(start, end) : document.Bytes.AsSpan(start, end - start);
        if (!SubjectDigest.IsPlaceholder(value))
        {
            // Placeholders name nobody: such a record counts as one without a key.
            document.Records.Subject(ref document.Top, node.SubjectRank, new(Plan.SubjectHashes[node.SubjectRank].Compute(value), NamedSubject.OrdinalOf(value)), document.OutputPosition(start));
        }
    }

    private void Count(PiiCategory? category, bool revealed)
    {
        if (category is { } known)
        {
            document.Records.Report.Count(known, revealed);
        }
    }
}
