using System.Buffers;
using System.Text.Encodings.Web;

namespace PiiGuard.Redaction;

/// <summary>Writes texts as JSON strings.</summary>
internal static class JsonStrings
{
    /// <summary>Writes a text as a string that needs no escapes: letters, digits, dots, colons and the like.</summary>
    public static void WritePlain(IBufferWriter<byte> output, scoped ReadOnlySpan<byte> text)
    {
        var room = output.GetSpan(text.Length + 2);
        room[0] = (byte)'"';
        text.CopyTo(room[1..]);
        room[text.Length + 1] = (byte)'"';
        output.Advance(text.Length + 2);
    }

    /// <summary>Writes two texts in UTF-8 as one string, escaped where it has to be.</summary>
    public static void Write(IBufferWriter<byte> output, scoped ReadOnlySpan<byte> first, scoped ReadOnlySpan<byte> second)
    {
        output.Write("\""u8);
        Escape(output, first);
        Escape(output, second);
        output.Write("\""u8);
    }

    private static void Escape(IBufferWriter<byte> output, scoped ReadOnlySpan<byte> text)
    {
        while (!text.IsEmpty)
        {
            // A byte of text becomes at most six (\u001f); of an operation that runs out of room the rest goes on.
            var room = output.GetSpan(text.Length + 16);
            JavaScriptEncoder.UnsafeRelaxedJsonEscaping.EncodeUtf8(text, room, out var consumed, out var written);
            output.Advance(written);
            text = text[consumed..];
        }
    }
}
