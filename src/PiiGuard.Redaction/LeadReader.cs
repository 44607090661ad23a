using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using PiiGuard.Redaction.Plans;
using PiiGuard.Redaction.Scanning;

namespace PiiGuard.Redaction;

/// <summary>Reads what stands before a value the first time, byte by byte, and remembers it (<see cref="Lead"/>).</summary>
internal static class LeadReader<TScan>
    where TScan : struct, IScan
{
    /// <summary>Reads what stands before a value, or the end of the object or array; then the node is null. False when not all of it is there.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static bool TryRead(Document document, ref byte data, ref int at, int end, NameNode? last, out NameNode? node)
    {
        ref var top = ref document.Top;
        var from = at;
        node = null;
        at = TScan.EndOfWhiteSpace(ref data, at);
        if (document.Depth == 0)
        {
            node = document.Root;
            return at < end && (last is null ? true : throw document.Refuse(RefusalReason.Malformed, at));
        }

        var b = Unsafe.Add(ref data, at);
        if (b == (top.IsArray ? ']' : '}'))
        {
            at++;
            Remember(document, ref top, last, from, at, null);
            return true;
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

            return at < end;
        }

        if (Unsafe.Add(ref data, at) != '"')
        {
            return Malformed(document, at, end);
        }

        node = Known(top.Node.Children, ref data, at + 1, ref at);
        if (node is null && !TryReadName(document, ref data, ref at, end, out node))
        {
            return false;
        }

        at = TScan.EndOfWhiteSpace(ref data, at + 1);
        if (Unsafe.Add(ref data, at) != ':')
        {
            return Malformed(document, at, end);
        }

        at = TScan.EndOfWhiteSpace(ref data, at + 1);
        if (at >= end)
        {
            return false;
        }

        Remember(document, ref top, last, from, at, node);
        return true;
    }

    /// <summary>
    /// The place to which a name leads that was met before, and its closing quote. Nothing else has to be verified of it, since the known ones are written as they are read, without escapes.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static NameNode? Known(NameTable names, ref byte data, int name, ref int at)
    {
        var length = BitOperations.TrailingZeroCount(Vector256.Equals(Vector256.LoadUnsafe(ref data, (nuint)name), Vector256.Create((byte)'"')).ExtractMostSignificantBits());
        if (length == Vector256<byte>.Count)
        {
            length += BitOperations.TrailingZeroCount(
                Vector256.Equals(Vector256.LoadUnsafe(ref data, (nuint)name + (nuint)length), Vector256.Create((byte)'"')).ExtractMostSignificantBits());
        }

        if (length < NameTable.Room && names.Find(ref Unsafe.Add(ref data, name), length) is { } known)
        {
            at = name + length;
            return known;
        }

        return null;
    }

    /// <summary>Reads a name that was not met here before, from its opening to its closing quote. False when not all of it is there.</summary>
    private static bool TryReadName(Document document, ref byte data, ref int at, int end, [NotNullWhen(true)] out NameNode? node)
    {
        node = null;
        ref var top = ref document.Top;
        var name = at + 1;
        at = TScan.EndOfPlainText(ref data, name, out var isAscii, out _);
        var isEscaped = Unsafe.Add(ref data, at) != '"';
        if (isEscaped)
        {
            at = JsonText<TScan>.EndOfString(document, ref data, at, end, isAscii, 0, out isAscii, out _);
            if (at < 0)
            {
                at = end;
                return false;
            }
        }

        if (at - name > document.Limits.MaxTokenBytes)
        {
            throw document.Refuse(RefusalReason.TokenTooLarge, at);
        }

        if (!isAscii)
        {
            JsonText<TScan>.CheckUtf8(document, ref data, name - 1, at + 1);
        }

        var text = isEscaped ? document.TextOf(name - 1, at + 1) : document.Bytes.AsSpan(name, at - name);
        node = top.IsSkipped ? document.Plan.Names.SkippedProperty(top.Node, text)
            : isEscaped ? document.Plan.Names.Property(top.Node, text)
            : document.Plan.Names.Unmet(top.Node, text);
        return true;
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

    private static bool Malformed(Document document, int at, int end) =>
        at >= end ? false : throw document.Refuse(RefusalReason.Malformed, at);
}
