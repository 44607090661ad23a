using System.Buffers;
using System.Text;
using System.Text.Json;

namespace PiiGuard.Redaction;

/// <summary>Keeps the end of a text or of a whole number, by which its owner knows it again: <c>"***1234"</c>.</summary>
internal sealed class LastCharacters(int count) : IValueRedactor
{
    public bool TryRedact(scoped in PersonalValue value, IBufferWriter<byte> output)
    {
        if (value.Kind is not (JsonValueKind.String or JsonValueKind.Number))
        {
            return false;
        }

        // Characters are counted as Unicode scalar values, from the end.
        var length = 0;
        var from = value.Text.Length;
        for (var rest = value.Text; !rest.IsEmpty; length++)
        {
            _ = Rune.DecodeLastFromUtf8(rest, out _, out var bytes);
            rest = rest[..^bytes];
            from = length < count ? rest.Length : from;
        }

        // Of a short text the end would be most of it.
        if (length <= 2 * count)
        {
            return false;
        }

        JsonStrings.Write(output, "***"u8, value.Text[from..]);
        return true;
    }
}
