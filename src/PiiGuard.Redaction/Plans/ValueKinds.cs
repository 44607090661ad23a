namespace PiiGuard.Redaction.Plans;

/// <summary>Kinds of JSON values.</summary>
[Flags]
internal enum ValueKinds : byte
{
    None = 0,
    Text = 1,
    Number = 2,
    Flag = 4,
    Null = 8,
    Container = 16,
    All = Text | Number | Flag | Null | Container,
}
