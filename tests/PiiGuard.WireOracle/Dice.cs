namespace PiiGuard.WireOracle;

/// <summary>Chances that are the same for the same seed.</summary>
internal sealed class Dice(int seed)
{
#pragma warning disable CA5394 // no secrets are made here, and the same seed has to make the same app
    private readonly Random _random = new(seed);

    public int Next(int below) => _random.Next(below);
#pragma warning restore CA5394

    public bool Chance(int percent) => Next(100) < percent;
}
