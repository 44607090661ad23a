namespace BreachReplay.Virtual;

/// <summary>Sources of chance that follow from one seed, one for each caller: what one of them does changes nothing for the others.</summary>
internal sealed class SeededRandom(int seed)
{
    private int _next = seed * 1_000_003;

#pragma warning disable RS0030 // the seed is given
    public Random Next() => new(unchecked(_next += 7_919));
#pragma warning restore RS0030
}
