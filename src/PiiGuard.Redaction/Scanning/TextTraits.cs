namespace PiiGuard.Redaction.Scanning;

/// <summary>What a look over a text finds beside its end: enough to know whether a closer look is worth it.</summary>
internal struct TextTraits
{
    /// <summary>Not zero when there are bytes that are not ASCII.</summary>
    public ulong NonAscii;

    /// <summary>Not zero when there is an <c>@</c>.</summary>
    public ulong At;

    /// <summary>How many decimal digits there are.</summary>
    public int Digits;
}
