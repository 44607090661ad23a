namespace PiiGuard.Redaction.Framing;

/// <summary>Takes a body of several documents apart and puts it together again.</summary>
internal abstract class RecordFraming : IDisposable
{
    public static RecordFraming? Of(DocumentFormat format) => format switch
    {
        DocumentFormat.JsonLines => new DelimitedFraming((byte)'\n', isFirst: false),
        DocumentFormat.JsonSequence => new DelimitedFraming(0x1E, isFirst: true),
        DocumentFormat.EventStream => new EventFraming(),
        _ => null,
    };

    public abstract void Reset();

    /// <summary>Adds a piece of the body.</summary>
    public abstract void Write(ReadOnlySpan<byte> chunk, JsonRedactor redactor);

    /// <summary>Ends the body.</summary>
    public abstract void Complete(JsonRedactor redactor);

    public virtual void Dispose()
    {
    }
}
