namespace PiiGuard.Redaction.Scanning;

/// <summary>How many bits are looked at in one step.</summary>
internal enum VectorWidth
{
    None,
    Bits128,
    Bits256,
}
