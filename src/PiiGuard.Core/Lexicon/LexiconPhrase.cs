namespace PiiGuard.Lexicon;

/// <summary>A word or phrase of a lexicon. A value in a table, as ten thousand objects would be most of the time that it takes to load the lexicon.</summary>
/// <param name="line">The line of the data file where it stands first; null: a word that is known only as part of a phrase.</param>
/// <param name="start">Where it starts there.</param>
/// <param name="length">How long it is.</param>
/// <param name="sense">What is said of it; null: nothing yet.</param>
internal struct LexiconPhrase(string? line, int start, int length, WordSense? sense = null)
{
    public string? Line { get; } = line;

    public int Start { get; } = start;

    public int Length { get; } = length;

    public WordSense Sense { readonly get => field ?? WordSense.None; set; } = sense;

    /// <summary>Whether no line has it: it is a word of one that has.</summary>
    public readonly bool IsPart => Line is null;
}
