using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using PiiGuard.Lexicon;

namespace PiiGuard.Analyzers.Configuration;

/// <summary>The project's own lexicon lines: every <c>PiiLexicon.txt</c> among the additional files.</summary>
internal static class LexiconFile
{
    public const string FileName = "PiiLexicon.txt";

    public static bool IsLexicon(string path) => string.Equals(Path.GetFileName(path), FileName, StringComparison.OrdinalIgnoreCase);

    /// <summary>The built-in lexicon with the project's lines on top; lines that cannot be read are left out.</summary>
    public static PiiLexicon Read(AnalyzerOptions options, CancellationToken cancellation)
    {
        var files = options.AdditionalFiles.Where(f => IsLexicon(f.Path))
            .Select(f => (f.Path, Text: f.GetText(cancellation)?.ToString() ?? "")).ToList();
        return files.Count == 0 ? PiiLexicon.Default : PiiLexicon.Default.With(files, out _);
    }

    public static IReadOnlyList<LexiconProblem> ProblemsOf(AdditionalText file, CancellationToken cancellation)
    {
        PiiLexicon.Default.With([(file.Path, file.GetText(cancellation)?.ToString() ?? "")], out var problems);
        return problems;
    }
}
