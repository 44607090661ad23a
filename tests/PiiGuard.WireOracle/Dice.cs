namespace PiiGuard.WireOracle;

/// <summary>Chances that are the same for the same seed.</summary>
internal sealed class Dice(int seed)
{
#pragma warning disable CA5394 // not to be guessed is what it must not be
    private readonly Random _random = new(seed);

    public int Next(int below) => _random.Next(below);
#pragma warning restore CA5394

    public bool Chance(int percent) => Next(100) < percent;
}
