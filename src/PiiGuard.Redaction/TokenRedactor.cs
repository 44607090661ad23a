using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace PiiGuard.Redaction;

/// <summary>
/// Decides token by token what of a document goes into the output, and copies it from the input range by range. Knows nothing
/// of chunks: <see cref="JsonRedactor"/> feeds it verified tokens with their offsets in the input.
/// </summary>
internal sealed class TokenRedactor(RedactionPlan plan, ByteBuffer input, ByteBuffer output)
{
    private static ReadOnlySpan<byte> Null => "null"u8;

    private readonly List<Frame> _frames = [];
    private readonly RecordTracker _records = new();

    // Offsets into the input: end of the last token that was dealt with, and the property name that waits for its value.
    private int _done;
    private (NameNode Node, int Start, int End)? _name;
    private int _skipDepth = -1;

    public RecordTracker Records => _records;

    public Span<Frame> OpenFrames => CollectionsMarshal.AsSpan(_frames);

    /// <summary>Bytes written so far.</summary>
    public long Written { get; private set; }

    private ref Frame Top => ref CollectionsMarshal.AsSpan(_frames)[^1];

    /// <summary>Drops the input that was dealt with; says how much.</summary>
    public int Compact()
    {
        var done = _done;
        input.Advance(done);
        _name = _name is { } name ? (name.Node, name.Start - done, name.End - done) : null;
        _done = 0;
        return done;
    }

    /// <summary>Copies what is left of the input: white space after the document.</summary>
    public void Complete() => Emit(input.Span);

    public void Token(ref Utf8JsonReader reader, int start, int end)
    {
        TokenText.Check(ref reader);
        if (_skipDepth >= 0)
        {
            if (reader.CurrentDepth == _skipDepth && reader.TokenType is JsonTokenType.EndObject or JsonTokenType.EndArray)
            {
                _skipDepth = -1;
            }

            _done = end;
            return;
        }

        switch (reader.TokenType)
        {
            case JsonTokenType.PropertyName:
                _name = (TokenText.Child(ref reader, plan.Names, Top.Node), start, end);
                return; // written, or not, with its value
            case JsonTokenType.EndObject or JsonTokenType.EndArray:
                Emit(input.Span[_done..end]);
                Close();
                break;
            default:
                Value(ref reader, start, end);
                break;
        }

        _done = end;
    }

    private void Value(ref Utf8JsonReader reader, int start, int end)
    {
        var node = _name?.Node ?? (_frames.Count == 0 ? plan.Root : plan.Names.Items(_frames[^1].Node));
        if (_name is not null)
        {
            node = InBag(ref reader, node);
        }

        var isContainer = reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray;
        var category = reader.TokenType is JsonTokenType.True or JsonTokenType.False ? node.FlagCategory
            : !isContainer ? node.ScalarCategory
            : node.Category == PiiCategory.Other && node.Contract?.Category is null ? null // judged by what it holds
            : node.Category;
        var action = category is { } own ? plan.ActionFor(own) : RedactionAction.Reveal;
        if (_frames.Count > 0)
        {
            // In an object that is masked or generalised, a member that nobody knows may be data itself: a map keyed by person.
            var stranger = category is null && _name is not null && Top.Action != RedactionAction.Reveal;
            category ??= Top.Category;
            action = stranger ? RedactionAction.Remove : (RedactionAction)Math.Max((int)action, (int)Top.Action);
        }

        NoteSubject(ref reader, node);
        if (isContainer && action != RedactionAction.Remove)
        {
            Keep(start, end);
            _frames.Add(new Frame(node, reader.TokenType == JsonTokenType.StartArray, action, category));
        }
        else
        {
            Leaf(ref reader, node, category, action, start, end);
        }

        _name = null;
    }

    private void Leaf(ref Utf8JsonReader reader, NameNode node, PiiCategory? category, RedactionAction action, int start, int end)
    {
        var before = Written;
        var isValue = reader.TokenType is not (JsonTokenType.Null or JsonTokenType.StartObject or JsonTokenType.StartArray);
        byte[]? general = null;
        if (action == RedactionAction.Generalize && (general = Generalizer.Generalize(category!.Value, node.Term, ref reader)) is null)
        {
            action = RedactionAction.Remove;
        }

        switch (action)
        {
            case RedactionAction.Reveal:
                Keep(start, end);
                break;
            case RedactionAction.Generalize:
                Replace(start, general);
                break;
            case RedactionAction.Mask:
                Replace(start, reader.TokenType == JsonTokenType.String ? "\"***\""u8 : Null);
                break;
            default:
                Remove(ref reader, start);
                break;
        }

        if (category is { } c && (isValue || action == RedactionAction.Remove))
        {
            var revealed = isValue && action is RedactionAction.Reveal or RedactionAction.Generalize;
            _records.Report.Count(c, revealed);
            if (revealed && _frames.Count > 0)
            {
                RecordTracker.Personal(ref Top, before);
            }
            else if (revealed)
            {
                _records.RootValue();
            }
        }
    }

    /// <summary>In a bag of names and values (<c>{"name":"email","value":"…"}</c>) the value is judged by the name beside it.</summary>
    private NameNode InBag(ref Utf8JsonReader reader, NameNode node)
    {
        if (node.IsBagValue)
        {
            Top.HasBagValue = true;
            return plan.Names.BagValue(Top.Node, node, Top.BagName);
        }

        if (node.IsBagName && reader.TokenType == JsonTokenType.String && reader.ValueSpan.Length <= 256)
        {
            var name = reader.GetString()!;
            if (Top.HasBagValue && Top.BagName is not null && Top.BagName != name && plan.Names.Property(Top.Node, name).ScalarCategory is not null)
            {
                // A second name, after the value went as what the first one said.
                throw new JsonException("A bag of names and values has two names.");
            }

            Top.BagName ??= name;
        }

        return node;
    }

    private void NoteSubject(ref Utf8JsonReader reader, NameNode node)
    {
        if (_frames.Count == 0 || node.SubjectRank < 0 || reader.TokenType is not (JsonTokenType.String or JsonTokenType.Number))
        {
            return;
        }

        var value = reader.TokenType == JsonTokenType.String ? reader.GetString()! : Encoding.UTF8.GetString(reader.ValueSpan);
        if (value.AsSpan().Trim() is not ("" or "0" or "-"))
        {
            // Placeholders name nobody: such a record counts as one without a key.
            _records.Subject(ref Top, node.SubjectRank, SubjectDigest.Compute(plan.DigestKey.Span, node.Name!, value), Written);
        }
    }

    private void Close()
    {
        var frame = _frames[^1];
        _frames.RemoveAt(_frames.Count - 1);
        if (_frames.Count > 0)
        {
            _records.Close(frame, ref Top);
        }
        else
        {
            _records.CloseRoot(frame);
        }
    }

    /// <summary>What stands before a value: white space, the comma unless nothing stands before it any more, the name.</summary>
    private void EmitLead(int valueStart)
    {
        if (_name is { } name)
        {
            var gap = input.Span[_done..name.Start];
            var comma = Top.HasMembers ? -1 : gap.IndexOf((byte)',');
            if (comma >= 0)
            {
                Emit(gap[..comma]);
                gap = gap[(comma + 1)..];
            }

            Emit(gap);
            Emit(input.Span[name.Start..valueStart]);
            Top.HasMembers = true;
        }
        else
        {
            Emit(input.Span[_done..valueStart]);
        }
    }

    private void Keep(int start, int end)
    {
        EmitLead(start);
        Emit(input.Span[start..end]);
    }

    private void Replace(int start, ReadOnlySpan<byte> value)
    {
        EmitLead(start);
        Emit(value);
    }

    private void Remove(ref Utf8JsonReader reader, int start)
    {
        if (_name is null)
        {
            Replace(start, Null);
        }

        if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
        {
            _skipDepth = reader.CurrentDepth;
        }
    }

    private void Emit(ReadOnlySpan<byte> bytes)
    {
        output.Append(bytes);
        Written += bytes.Length;
    }
}
