namespace PiiGuard.Gateway.Detection;

/// <summary>Whether the share of something among a caller's requests has risen above what it was: a sequential test of Bernoulli trials (Wald 1945; as a threshold random walk Jung et al. 2004).</summary>
internal struct ShareTest
{
    private const double Memory = 1.0 / 200; // weight of one trial in the usual share
    private const int WarmUp = 50; // trials before the own share counts
    private const double Rise = 8; // by so much fewer others are left of what has risen
    private const double Nothing = 1e-9; // a share that falls for ever becomes a number with which processors reckon a hundred times slower

    private static readonly double LogOfRise = Math.Log(Rise);

    private Cusum _sum;
    private int _trials;
    private double _usual;

    public readonly double Evidence => _sum.Evidence;

    /// <summary>The caller's usual share; one for a caller of which nothing is known.</summary>
    public readonly double Usual => _trials < WarmUp ? 1 : _usual;

    /// <param name="hit">Whether the trial was one.</param>
    /// <param name="least">The least share that is taken for usual.</param>
    /// <param name="most">The largest usual share above which a rise can be told.</param>
    /// <param name="weight">How much it says, from 0 to 1.</param>
    public void Add(bool hit, double least, double most, double weight)
    {
        var usual = Math.Max(Usual, least);
        if (usual > most)
        {
            _sum.Clear(); // of somebody for whom nearly everything is one, one more says nothing
        }
        else
        {
            var changed = 1 - (1 - usual) / Rise;
            _sum.Add(weight * (hit ? Math.Log(changed / usual) : -LogOfRise)); // the same of the others: log((1 - changed) / (1 - usual))
        }

        if (_sum.Evidence < Cusum.Threshold / 2)
        {
            // A caller that has changed does not teach what is usual.
            _trials++;
            _usual += ((hit ? 1 : 0) - _usual) * Math.Max(Memory, 1.0 / _trials);
            _usual = _usual < Nothing ? 0 : _usual;
        }
    }

    public void Fade(double factor) => _sum.Fade(factor);

    public void Clear() => _sum.Clear();
}
