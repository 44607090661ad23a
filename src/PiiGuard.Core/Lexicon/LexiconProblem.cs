namespace PiiGuard.Lexicon;

/// <summary>A line of a lexicon file that cannot be read.</summary>
/// <param name="File">Name of the file.</param>
/// <param name="Line">Line number, from 1.</param>
/// <param name="Message">What was expected.</param>
public sealed record LexiconProblem(string File, int Line, string Message)
{
    /// <inheritdoc/>
    public override string ToString() => $"{File}({Line}): {Message}";
}
