using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;
using PiiGuard.Contracts;

namespace PiiGuard.Analyzers.Configuration;

/// <summary>A <c>PiiExposure.txt</c> among the additional files.</summary>
internal sealed record ContractFile(AdditionalText File, SourceText Text, ExposureContract Contract)
{
    /// <summary>Reads a contract once per text, however many analyzers ask.</summary>
    public static readonly SourceTextValueProvider<ExposureContract> Provider = new(text => ExposureContract.Parse(text.ToString()));

    public static bool IsContract(string path) => string.Equals(Path.GetFileName(path), ExposureContract.FileName, StringComparison.OrdinalIgnoreCase);

    public static IReadOnlyList<ContractFile> ReadAll(AnalyzerOptions options, Func<SourceText, ExposureContract?> read, CancellationToken cancellation)
    {
        List<ContractFile> files = [];
        foreach (var file in options.AdditionalFiles.Where(f => IsContract(f.Path)))
        {
            // A file that is named but cannot be read counts as empty: everything is then undeclared.
            if (file.GetText(cancellation) is { } text && read(text) is { } contract)
            {
                files.Add(new(file, text, contract));
            }
        }

        return files;
    }

    /// <summary>The place of a line, for a diagnostic.</summary>
    public Location Locate(int line) => Locate(Text.Lines[line - 1].Span);

    public Location Locate(TextSpan span) => Location.Create(File.Path, span, Text.Lines.GetLinePositionSpan(span));
}
