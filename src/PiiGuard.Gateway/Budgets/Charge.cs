using PiiGuard.Gateway.Limits;

namespace PiiGuard.Gateway.Budgets;

/// <summary>A delivery that is to be charged before it is released.</summary>
/// <param name="Levels">All levels of the caller.</param>
/// <param name="Subjects">Digests of the subjects, in the order of the answer; repetitions count once. Without the caller's own.</param>
/// <param name="MaxCallers">Levels that are remembered.</param>
/// <param name="Partly">Whether those that fit may be charged when not all do.</param>
internal sealed record Charge(IReadOnlyList<Level> Levels, IReadOnlyList<ulong> Subjects, int MaxCallers, bool Partly = false);
