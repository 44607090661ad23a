using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using PiiGuard.Redaction.Plans;
using PiiGuard.Redaction.Scanning;

namespace PiiGuard.Redaction;

/// <summary>
/// The grammar of RFC 8259 over what has been received of a document, in one vector width. Every byte is verified here: structure,
/// numbers, escapes, UTF-8. What the values become, <see cref="ValueEditor"/> decides. A value that is not all there yet is begun again
/// when more has come; the NUL bytes behind the received ones stop every loop.
/// </summary>
internal static class JsonWalker<TScan>
    where TScan : struct, IScan
{
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
        var passes = maxToken >= IScan.LongestShortText + 2; // what is passed over is not measured
        var quiet = QuietIn(top, passes);
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
                    leads = node?.Next;
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
            if (!LeadReader<TScan>.TryRead(document, ref data, ref next, end, last, out var read))
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
                quiet = QuietIn(top, passes);
                continue;
            }

            var start = at;
        Dispatch:
            ValueKinds kind;
            bool suspect;
            switch (Unsafe.Add(ref data, at))
            {
                case (byte)'"':
                    kind = ValueKinds.Text;
                    at = TScan.EndOfShortText(ref data, start + 1);
                    if (at > 0)
                    {
                        at = node.EndOf(start, at);
                        if ((node.Quiet & quiet & ValueKinds.Text) != 0)
                        {
                            last = node;
                            continue;
                        }

                        suspect = false;
                    }
                    else if (at < 0)
                    {
                        at = ~at;
                        suspect = true;
                    }
                    else
                    {
                        at = JsonText<TScan>.End(document, ref data, start, end, out var isSuspect);
                        if (at < 0)
                        {
                            at = Unfinished(document, lead, end, isFinal);
                            goto Exit;
                        }

                        suspect = isSuspect;
                    }

                    break;

                case (byte)'-':
                case >= (byte)'0' and <= (byte)'9':
                    kind = ValueKinds.Number;
                    suspect = false;
                    at = typeof(TScan) != typeof(ScanScalar) ? JsonNumber.EndOfUsual(ref data, start) : 0;
                    if (at > 0 && at < end)
                    {
                        at = node.EndOf(start, at);
                        if ((node.Quiet & quiet & ValueKinds.Number) != 0)
                        {
                            last = node;
                            continue;
                        }

                        break;
                    }

                    at = JsonNumber.End(ref data, start);
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
                    if ((node.Quiet & quiet & ValueKinds.Container) != 0 && !top.IsSkipped)
                    {
                        document.Open(node, isArray, null, null, document.OutputPosition(start));
                    }
                    else
                    {
                        document.Values.Open(node, lead, start, isArray);
                    }

                    top = ref document.Top;
                    last = null;
                    leads = isArray ? null : top.Node.First;
                    quiet = QuietIn(top, passes);
                    at++;
                    continue;

                case (byte)'t':
                case (byte)'f':
                case (byte)'n':
                    at = JsonLiteral.End(ref data, start, out var literal);
                    if (at == 0)
                    {
                        at = Unfinished(document, lead, JsonLiteral.WrongAt(ref data, start), isFinal);
                        goto Exit;
                    }

                    kind = literal;
                    suspect = false;
                    if ((node.Quiet & quiet & kind) != 0)
                    {
                        last = node;
                        continue;
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
            suspect &= detects && node.ScalarCategory is null;
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
                if (top.IsRevealing && (node.Blind & kind) != 0)
                {
                    document.Values.Blind(kind, node, lead, start, at);
                }
                else if (!top.IsSkipped)
                {
                    document.Values.Leaf(kind, node, lead, start, at, suspect);
                }

                quiet = QuietIn(top, passes);
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
                if (top.Members == MemberState.None)
                {
                    top.Members = MemberState.Written;
                }
                else
                {
                    document.KeepLead(lead, start);
                }

                quiet = QuietIn(top, passes);
            }

            last = node;
        }

    Exit:
        document.Position = at;
        document.Top.Last = last;
    }

    /// <summary>What may be passed over in an object or array where its place says so: all, unless something is to be noted or done of each value.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ValueKinds QuietIn(in Frame top, bool passes) => passes && top.IsRevealing && top.Category is null && top.Members == MemberState.Written ? ValueKinds.All : ValueKinds.None;

    /// <summary>What is wrong at a place is what has not come yet, if it is the end; then all goes on from the lead. Else it is wrong.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Unfinished(Document document, int lead, int at, bool isFinal) =>
        at >= document.End && !isFinal ? lead : throw document.Refuse(RefusalReason.Malformed, at);
}
