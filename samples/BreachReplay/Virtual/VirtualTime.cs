namespace BreachReplay.Virtual;

/// <summary>A clock that goes from event to event. It starts on a Monday, at midnight.</summary>
internal sealed class VirtualTime : TimeProvider
{
    private static readonly DateTimeOffset Monday = new(2022, 11, 7, 0, 0, 0, TimeSpan.Zero);

    public TimeSpan Now { get; set; }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => Now.Ticks;

    public override DateTimeOffset GetUtcNow() => Monday + Now;
}
