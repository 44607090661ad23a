using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text.Unicode;
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
        var detects = document.Plan.DetectsValues;
        while (true)
        {
            // What stands before the value.
            var lead = at;
            NameNode? node = null;
            foreach (var known in last is not null ? last.Next : top.IsArray ? [] : top.Node.First)
            {
                if (TScan.StartsWith(ref data, at, ref known.First, known.Length))
                {
                    at += known.Length;
                    node = known.Node;
                    goto Found;
                }
            }

            var step = ReadLead(document, ref data, ref at, end, last, out node);
            if (step == Step.Incomplete)
            {
                // Behind the root value only white space may stand, and all of it has been seen.
                at = document.Depth == 0 && last is not null ? end : Unfinished(document, lead, end, isFinal);
                break;
            }

        Found:
            if (node is null)
            {
                document.Close(at);
                top = ref document.Top;
                last = top.Last;
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
                    TextTraits traits = default;
                    at = TScan.EndOfPlainText(ref data, at + 1, ref traits);
                    if (Unsafe.Add(ref data, at) != '"')
                    {
                        at = EndOfString(document, ref data, at, end, ref traits);
                        if (at < 0)
                        {
                            at = Unfinished(document, lead, end, isFinal);
                            goto Exit;
                        }
                    }

                    if (traits.NonAscii != 0)
                    {
                        CheckUtf8(document, start, at);
                    }

                    at++;
                    suspect = detects && ValueDetector.IsSuspect(traits);
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
                    at++;
                    continue;

                case (byte)'t':
                case (byte)'f':
                case (byte)'n':
                    kind = Unsafe.Add(ref data, at) == 'n' ? ValueKinds.Null : ValueKinds.Flag;
                    if (!TryReadLiteral(ref data, ref at))
                    {
                        at = Unfinished(document, lead, at, isFinal);
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

            if (at - start > document.Limits.MaxTokenBytes)
            {
                throw document.Refuse(RefusalReason.TokenTooLarge, at);
            }

            if (top.IsPlain && (node.Quiet & kind) != 0 && !suspect)
            {
                if (top.Members != MemberState.Written)
                {
                    document.KeepLead(lead, start);
                }
            }
            else
            {
                document.Values.Leaf(kind, node, lead, start, at, suspect);
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
            node = top.IsSkipped ? NameNode.Skipped : document.Plan.Names.Items(top.Node);
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
        TextTraits traits = default;
        at = TScan.EndOfPlainText(ref data, name, ref traits);
        var isEscaped = Unsafe.Add(ref data, at) != '"';
        if (isEscaped)
        {
            at = EndOfString(document, ref data, at, end, ref traits);
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

        if (traits.NonAscii != 0)
        {
            CheckUtf8(document, name - 1, at);
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

        if (top.IsSkipped)
        {
            node = NameNode.Skipped;
            return Step.Value;
        }

        node = document.Plan.Names.Property(top.Node, isEscaped ? document.Values.TextOf(name - 1, nameEnd + 1) : document.Bytes.AsSpan(name, nameEnd - name));
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
    private static int EndOfString(Document document, ref byte data, int at, int end, ref TextTraits traits)
    {
        while (Unsafe.Add(ref data, at) == '\\')
        {
            // What an escape stands for only a closer look tells.
            traits.At = 1;
            at = JsonEscape.End(ref data, at, out var isLoneSurrogate);
            if (at < 0)
            {
                return ~at >= end ? -1 : throw document.Refuse(isLoneSurrogate ? RefusalReason.InvalidText : RefusalReason.Malformed, ~at);
            }

            at = TScan.EndOfPlainText(ref data, at, ref traits);
        }

        return Unsafe.Add(ref data, at) == '"' ? at
            : at >= end ? -1
            : throw document.Refuse(RefusalReason.Malformed, at);
    }

    private static void CheckUtf8(Document document, int start, int end)
    {
        if (!Utf8.IsValid(document.Bytes.AsSpan(start, end - start)))
        {
            throw document.Refuse(RefusalReason.InvalidText, start);
        }
    }

    private static bool TryReadLiteral(ref byte data, ref int at)
    {
        var literal = Unsafe.Add(ref data, at) switch
        {
            (byte)'t' => "true"u8,
            (byte)'f' => "false"u8,
            _ => "null"u8,
        };
        for (var i = 0; i < literal.Length; i++, at++)
        {
            if (Unsafe.Add(ref data, at) != literal[i])
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>What is wrong at a place is what has not come yet, if it is the end; then all goes on from the lead. Else it is wrong.</summary>
    private static int Unfinished(Document document, int lead, int at, bool isFinal) =>
        at >= document.End && !isFinal ? lead : throw document.Refuse(RefusalReason.Malformed, at);
}
