namespace PiiGuard.Accuracy;

/// <summary>Counts of right and wrong answers.</summary>
internal readonly record struct Score(int TruePositives, int FalsePositives, int FalseNegatives)
{
    public double? Precision => Ratio(TruePositives, TruePositives + FalsePositives);

    public double? Recall => Ratio(TruePositives, TruePositives + FalseNegatives);

    public double? F1 => Ratio(2 * TruePositives, (2 * TruePositives) + FalsePositives + FalseNegatives);

    /// <summary>Over rows, each with its label and its answer.</summary>
    public static Score Of(IEnumerable<(bool Label, bool Answer)> rows)
    {
        var list = rows.ToList();
        return new(list.Count(r => r is (true, true)), list.Count(r => r is (false, true)), list.Count(r => r is (true, false)));
    }

    public override string ToString() => $"precision {Percent(Precision)}  recall {Percent(Recall)}  F1 {Percent(F1)}  ({TruePositives} found, {FalsePositives} false alarms, {FalseNegatives} missed)";

    private static double? Ratio(int part, int whole) => whole == 0 ? null : (double)part / whole;

    private static string Percent(double? value) => value is { } v ? v.ToString("0.000", System.Globalization.CultureInfo.InvariantCulture) : "  –  ";
}
