namespace PiiGuard.Gateway.Tests;

/// <summary>A clock that stands until it is moved.</summary>
internal sealed class ManualTime : TimeProvider
{
    private long _ticks = TimeSpan.TicksPerDay;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => _ticks;

    /// <summary>Whose wall clock it has; null: its own.</summary>
    public Func<DateTimeOffset>? Wall { get; set; }

    public override DateTimeOffset GetUtcNow() => Wall?.Invoke() ?? DateTimeOffset.UnixEpoch.AddTicks(_ticks);

    public void Advance(TimeSpan by) => _ticks += by.Ticks;
}
