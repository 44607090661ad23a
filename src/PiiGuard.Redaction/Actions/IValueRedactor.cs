using System.Buffers;

namespace PiiGuard.Redaction;

/// <summary>Makes something less telling of a personal value. Has to be thread-safe.</summary>
public interface IValueRedactor
{
    /// <summary>Writes what is to stand in place of the value.</summary>
    /// <param name="value">The value: a text, a number, or true or false.</param>
    /// <param name="output">Takes one JSON value in UTF-8. What is none goes no further: the value is removed then.</param>
    /// <returns>False when the value cannot be handled; it is removed then, whatever was written.</returns>
    bool TryRedact(scoped in PersonalValue value, IBufferWriter<byte> output);
}
