using System.Buffers;
using System.Text.Json;

namespace PiiGuard.Redaction;

/// <summary>Room for the text of a string with escapes.</summary>
internal sealed class UnescapedText : IDisposable
{
    private byte[] _text = [];

    /// <summary>The text of a string that stands between its quotes, unescaped. Stands until the next one is asked for.</summary>
    public ReadOnlySpan<byte> Of(ReadOnlySpan<byte> raw)
    {
        if (!raw.Contains((byte)'\\'))
        {
            return raw[1..^1];
        }

        if (_text.Length < raw.Length)
        {
            Dispose();
            _text = ArrayPool<byte>.Shared.Rent(raw.Length);
        }

        var reader = new Utf8JsonReader(raw);
        _ = reader.Read();
        return _text.AsSpan(0, reader.CopyString(_text));
    }

    public void Dispose()
    {
        if (_text.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_text, clearArray: true);
            _text = [];
        }
    }
}
