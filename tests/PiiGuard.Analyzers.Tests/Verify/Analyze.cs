using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;
using PiiGuard.Analyzers.Rules;

namespace PiiGuard.Analyzers.Tests.Verify;

/// <summary>Runs the analyzers over sources held in memory.</summary>
public static class Analyze
{
    /// <summary>What a web project has without writing it.</summary>
    private const string ImplicitUsings = """
        global using System; global using System.Collections.Generic; global using System.Linq; global using System.Threading.Tasks;
        global using Microsoft.AspNetCore.Builder; global using Microsoft.AspNetCore.Http; global using Microsoft.AspNetCore.Routing;
        global using Microsoft.AspNetCore.Http.HttpResults; global using Microsoft.AspNetCore.Mvc; global using System.Text.Json.Serialization; global using PiiGuard;
        """;

    /// <summary>What a build fails by. The suggestion of <see cref="AnnotationAnalyzer"/> stands beside nearly every finding.</summary>
    public static ImmutableArray<DiagnosticAnalyzer> All { get; } = [new ExposureAnalyzer(), new ContractAnalyzer(), new LexiconAnalyzer(), new FlowAnalyzer()];

    public static CSharpCompilation Compile(IEnumerable<string> sources, IEnumerable<MetadataReference>? references = null, bool usings = true) => CSharpCompilation.Create(
        "Api",
        sources.Concat(usings ? [ImplicitUsings] : []).Select((s, i) => CSharpSyntaxTree.ParseText(s, new CSharpParseOptions(LanguageVersion.Preview), $"File{i}.cs")),
        references ?? ReferenceAssemblies.AspNetCore,
        new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));

    /// <summary>A package that a project references: its types are not the project's own.</summary>
    public static MetadataReference Package(string name, string source)
    {
        using var image = new MemoryStream();
        var emitted = Compile([source]).WithAssemblyName(name).Emit(image);
        Assert.True(emitted.Success, string.Join("\n", emitted.Diagnostics));
        return MetadataReference.CreateFromImage(image.ToArray());
    }

    /// <summary>What the exposure rules say of each endpoint of a project that references packages.</summary>
    public static async Task<IReadOnlyList<string>> ExposuresAsync(MetadataReference package, params string[] sources) => Exposures(await RunAsync(Compile(sources, [.. ReferenceAssemblies.AspNetCore, package])));

    /// <summary>Diagnostics of valid sources, in the order of their ids and places.</summary>
    /// <param name="sources">The sources.</param>
    /// <param name="contract">The contract; null when there is none.</param>
    /// <param name="strict">Whether PII1007 is on.</param>
    /// <param name="properties">Properties of the project file.</param>
    public static async Task<IReadOnlyList<Diagnostic>> RunAsync(string[] sources, string? contract = null, bool strict = false, params (string Name, string Value)[] properties)
    {
        var compilation = Compile(sources);
        compilation = strict ? compilation.WithOptions(compilation.Options.WithSpecificDiagnosticOptions([new("PII1007", ReportDiagnostic.Warn)])) : compilation;
        var errors = compilation.GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error).ToList();
        Assert.True(errors.Count == 0, string.Join("\n", errors));
        return await RunAsync(compilation, contract, properties: properties);
    }

    public static async Task<IReadOnlyList<Diagnostic>> RunAsync(Compilation compilation, string? contract = null, string? lexicon = null, string? date = null, bool suggestions = false, (string Name, string Value)[]? properties = null)
    {
        List<Exception> failures = [];
        var options = new CompilationWithAnalyzersOptions(
            new AnalyzerOptions(
            [
                .. contract is null ? Array.Empty<AdditionalText>() : [new Text("/api/PiiExposure.txt", contract)],
                .. lexicon is null ? Array.Empty<AdditionalText>() : [new Text("/api/PiiLexicon.txt", lexicon)],
            ],
            new BuildProperties([.. properties ?? [], .. date is null ? Array.Empty<(string, string)>() : [("PiiGuardDate", date)]])),
            (e, _, _) => failures.Add(e),
            concurrentAnalysis: true,
            logAnalyzerExecutionTime: false);
        var diagnostics = await compilation.WithAnalyzers(suggestions ? [.. All, new AnnotationAnalyzer()] : All, options).GetAnalyzerDiagnosticsAsync();
        Assert.Empty(failures);
        return [.. diagnostics.OrderBy(d => d.Id, StringComparer.Ordinal).ThenBy(d => d.Location.SourceTree?.FilePath, StringComparer.Ordinal).ThenBy(d => d.Location.SourceSpan.Start)];
    }

    /// <summary>Nothing is reported, apart from what cannot be evaluated.</summary>
    public static void AssertQuiet(IReadOnlyList<Diagnostic> diagnostics) => Assert.DoesNotContain(diagnostics, d => d.Id != "PII1007");

    /// <summary>What the exposure rules say of each endpoint: <c>GET /x: path Category, path Category</c>.</summary>
    public static async Task<IReadOnlyList<string>> ExposuresAsync(params string[] sources) => Exposures(await RunAsync(sources));

    /// <summary>What the exposure rules say of each endpoint.</summary>
    public static IReadOnlyList<string> Exposures(IEnumerable<Diagnostic> diagnostics) =>
        [.. diagnostics.Where(d => d.Properties.ContainsKey("paths")).Select(Describe).Order(StringComparer.Ordinal)];

    public static string Describe(Diagnostic diagnostic)
    {
        var paths = diagnostic.Properties["paths"]!.Split(';').Zip(diagnostic.Properties["categories"]!.Split(';'), (p, c) => $"{p} {c}");
        return $"{diagnostic.Properties["endpoint"]}: {string.Join(", ", paths)}";
    }

    private sealed class Text(string path, string content) : AdditionalText
    {
        public override string Path => path;

        public override SourceText GetText(CancellationToken cancellationToken = default) => SourceText.From(content);
    }
}
