using System.Buffers;
using System.Runtime.CompilerServices;
using PiiGuard.Redaction.Plans;
using PiiGuard.Redaction.Scanning;

namespace PiiGuard.Redaction;

/// <summary>
/// A document on its way: what was received, what is open, what goes out. Untouched ranges are copied from the received bytes when
/// something between them changes. <see cref="JsonWalker{TScan}"/> says where the values are, <see cref="ValueEditor"/> what they become.
/// </summary>
internal sealed class Document : IDisposable
{
    // Where the root value stands: in nothing that has elements or members.
    private static readonly NameNode Outside = new();

    private readonly UnescapedText _text = new();
    private Frame[] _frames = new Frame[16];
    private byte[] _pairNames = new byte[16 * Pair.LongestName]; // of each open object
    private int _copied; // up to here it is decided what becomes of the received bytes
    private int _skipDepth;
    private long _recordFrom; // in the output

    public Document() => Values = new(this);

    public RedactionPlan Plan { get; private set; } = null!;

    public RedactionLimits Limits { get; private set; } = null!;

    /// <summary>The place of the root value.</summary>
    public NameNode Root { get; private set; } = null!;

    public ValueEditor Values { get; }

    public RecordTracker Records { get; } = new();

    public ByteBuffer Output { get; } = new();

    /// <summary>Bytes written to the output in all.</summary>
    public long Written { get; private set; }

    /// <summary>Where in the output the document begins that is under way; the end of it where none is.</summary>
    public long RecordFrom => IsUnderWay ? _recordFrom : Written;

    /// <summary>What was received and not dealt with stands between <see cref="Position"/> and <see cref="End"/>, with NULs behind it.</summary>
    public byte[] Bytes { get; private set; } = [];

    public int Position { get; set; }

    public int End { get; private set; }

    /// <summary>How many bytes were dropped before the first of <see cref="Bytes"/>.</summary>
    public long Offset { get; private set; }

    /// <summary>Open objects and arrays.</summary>
    public int Depth { get; private set; }

    /// <summary>Whether a document has begun that has not ended.</summary>
    private bool IsUnderWay => Depth > 0 || Position < End;

    public bool IsRootDone => Depth == 0 && _frames[0].Last is not null;

    /// <summary>The innermost open object or array; that of the document when there is none.</summary>
    public ref Frame Top => ref _frames[Depth];

    /// <summary>Where a text is kept that may be the name of a value behind it in an open object.</summary>
    public Span<byte> PairNameAt(int depth) => _pairNames.AsSpan(depth * Pair.LongestName, Pair.LongestName);

    /// <summary>The text of a string, unescaped; of where it begins and ends with its quotes.</summary>
    public ReadOnlySpan<byte> TextOf(int start, int end) => _text.Of(Bytes.AsSpan(start, end - start));

    public Span<Frame> OpenFrames => _frames.AsSpan(0, Depth + 1);

    public void Reset(RedactionPlan plan, RedactionLimits limits, NameNode root, PiiCategory? category = null)
    {
        Plan = plan;
        Limits = limits;
        Root = root;
        Records.Reset();
        Output.Clear();
        Written = Offset = _recordFrom = 0;
        Position = End = _copied = Depth = _skipDepth = 0;
        _frames[0].Open(Outside, isArray: true, null, category, isSkipped: false);
    }

    /// <summary>Adds received bytes; the walker has to go over them.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        if (Bytes.Length - End < bytes.Length + IScan.Padding)
        {
            // Everything before the position is decided and copied.
            var rest = Bytes.AsSpan(Position, End - Position);
            var needed = rest.Length + bytes.Length + IScan.Padding;
            var target = needed <= Bytes.Length ? Bytes : ArrayPool<byte>.Shared.Rent(checked(Math.Max(needed, Bytes.Length * 2)));
            rest.CopyTo(target);
            if (target != Bytes)
            {
                Return(Bytes);
                Bytes = target;
            }

            Offset += Position;
            End -= Position;
            Position = _copied = 0;
        }

        bytes.CopyTo(Bytes.AsSpan(End));
        End += bytes.Length;
        Bytes.AsSpan(End, IScan.Padding).Clear();
    }

    /// <summary>Ends the document; another one may follow in the same body.</summary>
    public void EndRecord()
    {
        Records.Complete(ref Top, isEmbedded: false);
        _recordFrom = Written;
        Root = Plan.Root; // a stream without end need not go on with a root that is full
        _frames[0].Open(Outside, isArray: true, null, null, isSkipped: false);
    }

    /// <summary>Writes what stands between documents.</summary>
    public void Emit(ReadOnlySpan<byte> bytes)
    {
        Output.Append(bytes);
        Written += bytes.Length;
        _recordFrom = IsUnderWay ? _recordFrom : Written;
    }

    /// <summary>Copies what was dealt with and is to stay.</summary>
    public void Flush()
    {
        if (_skipDepth > 0)
        {
            _copied = Position;
        }
        else
        {
            CopyUpTo(Position);
        }
    }

    public DocumentRefusedException Refuse(RefusalReason reason, int at) => new(reason, Offset + at);

    /// <summary>An object or array begins whose values undergo a rule.</summary>
    /// <param name="node">Its place.</param>
    /// <param name="isArray">Whether it is an array.</param>
    /// <param name="rule">The rule; null where that is none.</param>
    /// <param name="category">Category of the values that have none of their own.</param>
    /// <param name="from">Where in the output it begins.</param>
    public void Open(NameNode node, bool isArray, RedactionRule? rule, PiiCategory? category, long from)
    {
        ref var frame = ref Push();
        frame.Open(node, isArray, rule, category, isSkipped: false);
        frame.Start = from;
    }

    /// <summary>An object or array begins that is left out with all it holds.</summary>
    public void OpenSkipped(NameNode node, bool isArray)
    {
        _skipDepth = _skipDepth == 0 ? Depth + 1 : _skipDepth;
        Push().Open(node, isArray, null, null, isSkipped: true);
    }

    /// <summary>The innermost object or array ends.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public void Close(int end)
    {
        ref readonly var frame = ref _frames[Depth];
        if (Depth == _skipDepth)
        {
            _copied = end;
            _skipDepth = 0;
        }
        else if (!frame.IsSkipped)
        {
            Records.Close(frame, ref _frames[Depth - 1], OutputPosition(end));
        }

        Depth--;
    }

    /// <summary>Where in the output a received byte stands that is not copied yet.</summary>
    public long OutputPosition(int at) => Written + at - _copied;

    /// <summary>Keeps what stands before a value. In an object of which nothing was written yet the comma goes if other members went.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public void KeepLead(int lead, int start)
    {
        ref var top = ref Top;
        if (top.Members == MemberState.AllRemoved)
        {
            CopyUpTo(lead);
            CopyUpTo(lead + Bytes.AsSpan(lead, start - lead).IndexOf((byte)','));
            _copied++;
        }

        top.Members = MemberState.Written;
    }

    /// <summary>Writes something in place of a range of the received bytes.</summary>
    public void Replace(int start, int end, ReadOnlySpan<byte> replacement)
    {
        var kept = Bytes.AsSpan(_copied, start - _copied);
        Output.Append(kept, replacement);
        Written += kept.Length + replacement.Length;
        _copied = end;
    }

    /// <summary>Leaves out a value: the member of an object with its name; in an array and at the root null stands in its place.</summary>
    public void Drop(int lead, int start, int end)
    {
        ref var top = ref Top;
        if (top.IsArray)
        {
            Replace(start, end, "null"u8);
            return;
        }

        CopyUpTo(lead);
        _copied = end;
        top.Members = top.Members == MemberState.None ? MemberState.AllRemoved : top.Members;
    }

    public void Dispose()
    {
        Output.Dispose();
        Values.Dispose();
        _text.Dispose();
        Return(Bytes);
        Bytes = [];
    }

    private static void Return(byte[] bytes)
    {
        if (bytes.Length > 0)
        {
            // Personal data must not wait in the pool for the next tenant of the array.
            ArrayPool<byte>.Shared.Return(bytes, clearArray: true);
        }
    }

    private void CopyUpTo(int at)
    {
        var count = at - _copied;
        Output.Append(Bytes.AsSpan(_copied, count));
        Written += count;
        _copied = at;
    }

    private ref Frame Push()
    {
        if (++Depth == _frames.Length)
        {
            Array.Resize(ref _frames, Depth * 2);
            Array.Resize(ref _pairNames, Depth * 2 * Pair.LongestName);
        }

        return ref _frames[Depth];
    }
}
