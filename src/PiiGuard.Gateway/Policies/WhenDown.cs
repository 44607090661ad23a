namespace PiiGuard.Gateway.Policies;

/// <summary>What becomes of subject budgets while the store cannot be asked.</summary>
public enum WhenDown
{
    /// <summary>Nothing that would have to be charged is delivered.</summary>
    Closed,

    /// <summary>Each gateway goes on with its share of every budget, and enters afterwards what it has delivered.</summary>
    Share,

    /// <summary>Everything is delivered, with an alarm, and entered afterwards.</summary>
    OpenWithAlarm,
}
