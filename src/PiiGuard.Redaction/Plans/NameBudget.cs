namespace PiiGuard.Redaction.Plans;

/// <summary>How many names may be remembered from one root on.</summary>
internal sealed class NameBudget
{
    private const int MaxNames = 4_096;

    private int _taken;

    /// <summary>The same for names that stand as texts in front of their values: those are data, and must not take the room of the others.</summary>
    public NameBudget? Pairs { get; init; }

    public bool IsSpent => Volatile.Read(ref _taken) >= MaxNames;

    /// <summary>Takes room for one more; false when there is none.</summary>
    public bool TryTake() => !IsSpent && Interlocked.Increment(ref _taken) <= MaxNames;
}
