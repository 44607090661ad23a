using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using PiiGuard.Redaction.Detection;
using PiiGuard.Redaction.Plans;
using PiiGuard.Redaction.Scanning;

namespace PiiGuard.Redaction;

/// <summary>
/// The grammar of RFC 8259 over what has been received of a document, in one vector width. Every byte is verified here: structure,
/// numbers, escapes, UTF-8. What the values become, <see cref="Document"/> decides. A value that is not all there yet is begun again
/// when more has come; the NUL bytes behind the received ones stop every loop.
/// </summary>
internal static class JsonWalker<TScan>
    where TScan : struct, IScan
{
    private enum Step
    {
        Incomplete,
        Value,
        Close,
    }

    /// <summary>Goes on from <see cref="Document.Position"/> to the end of the last value that is there.</summary>
    public static void Walk(Document document, bool isFinal)
    {
        ref var data = ref MemoryMarshal.GetArrayDataReference(document.Bytes);
        var end = document.End;
        var at = document.Position;
        ref var top = ref document.Top;
        var last = top.Last;
        var leads = last is not null ? last.Next : top.IsArray ? null : top.Node.First;
        var detects = document.Plan.DetectsValues;
        var counts = document.Records.Report.RevealedCounts;
        var maxToken = document.Limits.MaxTokenBytes;
        while (true)
        {
            // What stands before the value.
            var lead = at;
            NameNode? node;
            for (var known = leads; known is not null; known = known.Alternative)
            {
                if (TScan.StartsWith(ref data, at, ref known.First, known.Length))
                {
                    at += known.Length;
                    node = known.Node;
                    leads = node is null ? null : known.Following;
                    goto Found;
                }
            }

            if (last is null && top.IsArray && Unsafe.Add(ref data, at) is > 0x20 and not (byte)']' && top.Node.Items is { } items && at < end)
            {
                node = items;
                leads = items.Next;
                goto Found;
            }

            // By way of variables of its own: one whose address is taken lives in memory, and this loop lives in registers.
            var next = at;
            var step = ReadLead(document, ref data, ref next, end, last, out var read);
            if (step == Step.Incomplete)
            {
                // Behind the root value only white space may stand, and all of it has been seen.
                at = document.Depth == 0 && last is not null ? end : Unfinished(document, lead, end, isFinal);
                break;
            }

            at = next;
            node = read;
            leads = read?.Next;

        Found:
            if (node is null)
            {
                document.Close(at);
                top = ref document.Top;
                last = top.Last;
                leads = last!.Next;
                continue;
            }

            var start = at;
        Dispatch:
            ValueKinds kind;
            bool suspect = false;
            switch (Unsafe.Add(ref data, at))
            {
                case (byte)'"':
                {
                    kind = ValueKinds.Text;
                    at = TScan.EndOfPlainText(ref data, at + 1, out var isAscii, out var marks);
                    if (Unsafe.Add(ref data, at) != '"')
                    {
                        at = EndOfString(document, ref data, at, end, isAscii, marks, out var isWholeAscii, out var allMarks);
                        if (at < 0)
                        {
                            at = Unfinished(document, lead, end, isFinal);
                            goto Exit;
                        }

                        isAscii = isWholeAscii;
                        marks = allMarks;
                    }

                    at++;
                    if (!isAscii)
                    {
                        CheckUtf8(document, ref data, start, at);
                    }

                    suspect = detects && marks >= ValueDetector.FewestMarks && node.ScalarCategory is null
                        && ValueDetector.IsSuspect(ref Unsafe.Add(ref data, start), at - start);
                    break;
                }

                case (byte)'-':
                case >= (byte)'0' and <= (byte)'9':
                    kind = ValueKinds.Number;
                    at = JsonNumber.End(ref data, at, vectors: typeof(TScan) != typeof(ScanScalar));
                    if (at < 0 || (at == end && !isFinal))
                    {
                        // More digits may come.
                        at = Unfinished(document, lead, at < 0 ? ~at : at, isFinal);
                        goto Exit;
                    }

                    break;

                case (byte)'{':
                case (byte)'[':
                    var isArray = Unsafe.Add(ref data, at) == '[';
                    if (document.Depth == document.Limits.MaxDepth)
                    {
                        throw document.Refuse(RefusalReason.TooDeep, at);
                    }

                    top.Last = node;
                    document.Values.Open(node, lead, start, isArray);
                    top = ref document.Top;
                    last = null;
                    leads = isArray ? null : top.Node.First;
                    at++;
                    continue;

                case (byte)'t':
                case (byte)'f':
                case (byte)'n':
                    kind = Unsafe.Add(ref data, at) == 'n' ? ValueKinds.Null : ValueKinds.Flag;
                    at = EndOfLiteral(ref data, at);
                    if (at < 0)
                    {
                        at = Unfinished(document, lead, ~at, isFinal);
                        goto Exit;
                    }

                    break;

                default:
                    // A lead that was known by heart can have more white space behind it than it had when it was learned.
                    at = TScan.EndOfWhiteSpace(ref data, at);
                    if (at > start)
                    {
                        start = at;
                        goto Dispatch;
                    }

                    at = Unfinished(document, lead, at, isFinal);
                    goto Exit;
            }

            if (at - start > maxToken)
            {
                throw document.Refuse(RefusalReason.TokenTooLarge, at);
            }

            // What may be seen is only counted; everything else is for the editor.
            PiiCategory? revealed = null;
            if (top.IsRevealing && (node.Quiet & kind) != 0 && !suspect)
            {
                revealed = kind == ValueKinds.Null ? null : top.Category;
            }
            else if (top.IsRevealing && (node.Revealed & kind) != 0)
            {
                revealed = node.ScalarCategory;
            }
            else
            {
                document.Values.Leaf(kind, node, lead, start, at, suspect);
                last = node;
                continue;
            }

            if (revealed is { } category)
            {
                counts[(int)category]++;
                if (top.IsArray || !top.HasPersonalData)
                {
                    RecordTracker.Personal(ref top, document.OutputPosition(lead));
                }
            }

            if (top.Members != MemberState.Written)
            {
                document.KeepLead(lead, start);
            }

            last = node;
        }

    Exit:
        document.Position = at;
        document.Top.Last = last;
    }

    /// <summary>Reads what stands before a value, or the end of the object or array, byte by byte; and remembers it.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Step ReadLead(Document document, ref byte data, ref int at, int end, NameNode? last, out NameNode? node)
    {
        ref var top = ref document.Top;
        var from = at;
        node = null;
        at = TScan.EndOfWhiteSpace(ref data, at);
        if (document.Depth == 0)
        {
            node = document.Root;
            return at >= end ? Step.Incomplete
                : last is not null ? throw document.Refuse(RefusalReason.Malformed, at)
                : Step.Value;
        }

        var b = Unsafe.Add(ref data, at);
        if (b == (top.IsArray ? ']' : '}'))
        {
            at++;
            Remember(document, ref top, last, from, at, null);
            return Step.Close;
        }

        if (last is not null)
        {
            if (b != ',')
            {
                return Malformed(document, at, end);
            }

            at = TScan.EndOfWhiteSpace(ref data, at + 1);
        }

        if (top.IsArray)
        {
            node = top.Node.Items ?? (top.IsSkipped ? top.Node.SkippedItems() : document.Plan.Names.Items(top.Node));
            if (last is not null && at < end)
            {
                Remember(document, ref top, last, from, at, node);
            }

            return at < end ? Step.Value : Step.Incomplete;
        }

        if (Unsafe.Add(ref data, at) != '"')
        {
            return Malformed(document, at, end);
        }

        var name = at + 1;
        at = TScan.EndOfPlainText(ref data, name, out var isAscii, out _);
        var isEscaped = Unsafe.Add(ref data, at) != '"';
        if (isEscaped)
        {
            at = EndOfString(document, ref data, at, end, isAscii, 0, out isAscii, out _);
            if (at < 0)
            {
                at = end;
                return Step.Incomplete;
            }
        }

        if (at - name > document.Limits.MaxTokenBytes)
        {
            throw document.Refuse(RefusalReason.TokenTooLarge, at);
        }

        if (!isAscii)
        {
            CheckUtf8(document, ref data, name - 1, at + 1);
        }

        var nameEnd = at;
        at = TScan.EndOfWhiteSpace(ref data, at + 1);
        if (Unsafe.Add(ref data, at) != ':')
        {
            return Malformed(document, at, end);
        }

        at = TScan.EndOfWhiteSpace(ref data, at + 1);
        if (at >= end)
        {
            return Step.Incomplete;
        }

        var text = isEscaped ? document.Values.TextOf(name - 1, nameEnd + 1) : document.Bytes.AsSpan(name, nameEnd - name);
        node = top.IsSkipped ? document.Plan.Names.SkippedProperty(top.Node, text) : document.Plan.Names.Property(top.Node, text);
        Remember(document, ref top, last, from, at, node);
        return Step.Value;
    }

    private static void Remember(Document document, ref Frame top, NameNode? last, int from, int to, NameNode? node)
    {
        var bytes = document.Bytes.AsSpan(from, to - from);
        if (last is not null)
        {
            last.AddNext(bytes, node);
        }
        else if (!top.IsArray)
        {
            top.Node.AddFirst(bytes, node); // an array would do for an object in the next document
        }
    }

    private static Step Malformed(Document document, int at, int end) =>
        at >= end ? Step.Incomplete : throw document.Refuse(RefusalReason.Malformed, at);

    /// <summary>Goes on behind the plain part of a string. The closing quote; -1 when it is not there yet.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int EndOfString(Document document, ref byte data, int at, int end, bool startsAscii, int firstMarks, out bool isAscii, out int marks)
    {
        isAscii = startsAscii;
        marks = firstMarks;
        while (Unsafe.Add(ref data, at) == '\\')
        {
            // An escaped letter or digit of ASCII is odd enough to have a closer look at the text.
            marks += JsonEscape.IsAscii(ref data, at) ? IScan.MarksOfAt : 0;
            at = JsonEscape.End(ref data, at, out var isLoneSurrogate);
            if (at < 0)
            {
                return ~at >= end ? -1 : throw document.Refuse(isLoneSurrogate ? RefusalReason.InvalidText : RefusalReason.Malformed, ~at);
            }

            if (Unsafe.Add(ref data, at) != '\\')
            {
                at = TScan.EndOfPlainText(ref data, at, out var isRestAscii, out var restMarks);
                isAscii &= isRestAscii;
                marks += restMarks;
            }
        }

        return Unsafe.Add(ref data, at) == '"' ? at
            : at >= end ? -1
            : throw document.Refuse(RefusalReason.Malformed, at);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void CheckUtf8(Document document, ref byte data, int start, int end)
    {
        if (!Utf8Check.IsValid(ref data, start, end))
        {
            throw document.Refuse(RefusalReason.InvalidText, start);
        }
    }

    /// <summary>Where true, false or null ends; the complement of where it goes wrong when it is none of them.</summary>
    private static int EndOfLiteral(ref byte data, int at)
    {
        var literal = Unsafe.Add(ref data, at) switch
        {
            (byte)'t' => "true"u8,
            (byte)'f' => "false"u8,
            _ => "null"u8,
        };
        foreach (var expected in literal)
        {
            if (Unsafe.Add(ref data, at) != expected)
            {
                return ~at;
            }

            at++;
        }

        return at;
    }

    /// <summary>What is wrong at a place is what has not come yet, if it is the end; then all goes on from the lead. Else it is wrong.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Unfinished(Document document, int lead, int at, bool isFinal) =>
        at >= document.End && !isFinal ? lead : throw document.Refuse(RefusalReason.Malformed, at);
}
