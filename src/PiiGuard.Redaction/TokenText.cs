using System.Buffers;
using System.Text.Json;

namespace PiiGuard.Redaction;

/// <summary>Unescapes the text of tokens in pooled memory.</summary>
internal static class TokenText
{
    /// <summary>Unescapes text that is escaped, only to see that it can be: a lone surrogate is refused everywhere.</summary>
    /// <exception cref="InvalidOperationException">It cannot be.</exception>
    public static void Check(ref readonly Utf8JsonReader reader)
    {
        if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName && reader.ValueIsEscaped)
        {
            var text = ArrayPool<char>.Shared.Rent(reader.ValueSpan.Length);
            try
            {
                reader.CopyString(text);
            }
            finally
            {
                ArrayPool<char>.Shared.Return(text, clearArray: true);
            }
        }
    }

    /// <summary>The place to which a property name leads.</summary>
    /// <exception cref="InvalidOperationException">The name is not text.</exception>
    public static NameNode Child(ref readonly Utf8JsonReader reader, NameTree names, NameNode parent)
    {
        var text = ArrayPool<char>.Shared.Rent(reader.ValueSpan.Length);
        try
        {
            var length = reader.CopyString(text);
            return names.Property(parent, text.AsSpan(0, length));
        }
        finally
        {
            ArrayPool<char>.Shared.Return(text, clearArray: true);
        }
    }
}
