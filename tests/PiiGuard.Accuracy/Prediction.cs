namespace PiiGuard.Accuracy;

/// <summary>An answer, as <c>--predictions</c> writes it: one JSON object per row, in the order of the rows.</summary>
internal sealed record Prediction(bool Pii, string? Category, double Confidence, string Reason);
