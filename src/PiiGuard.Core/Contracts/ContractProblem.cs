namespace PiiGuard.Contracts;

/// <summary>A line of a contract that cannot be read, or that gives no reason.</summary>
/// <param name="Line">Line number, from 1.</param>
/// <param name="Start">Offset of the line in the text.</param>
/// <param name="Length">Length of the line without its end.</param>
/// <param name="Message">What is wrong and what was expected.</param>
public sealed record ContractProblem(int Line, int Start, int Length, string Message);
