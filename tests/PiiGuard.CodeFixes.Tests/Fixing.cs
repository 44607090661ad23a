using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using PiiGuard.Analyzers.Rules;
using PiiGuard.Analyzers.Tests.Verify;

namespace PiiGuard.CodeFixes.Tests;

/// <summary>Applies a fix as an IDE does, and looks at what comes of it.</summary>
internal static class Fixing
{
    private static readonly ImmutableArray<DiagnosticAnalyzer> Analyzers = [.. Analyze.All, new AnnotationAnalyzer()];

    /// <summary>The titles that a fix offers for the first diagnostic of a rule.</summary>
    public static async Task<IReadOnlyList<string>> TitlesAsync(CodeFixProvider fix, string source, string rule) =>
        [.. (await ActionsAsync(fix, Project(source, rule), rule)).Select(a => a.Title)];

    /// <summary>The source after the action of a title; it has to compile.</summary>
    public static async Task<string> ApplyAsync(CodeFixProvider fix, string source, string rule, string title)
    {
        var project = Project(source, rule);
        return await ChangedAsync(project, Assert.Single(await ActionsAsync(fix, project, rule), a => a.Title.Contains(title, StringComparison.Ordinal)));
    }

    /// <summary>The source after everything that a rule reports is fixed at once.</summary>
    public static async Task<string> ApplyToAllAsync(CodeFixProvider fix, string source, string rule)
    {
        var project = Project(source, rule);
        var diagnostics = (await DiagnosticsAsync(project)).Where(d => d.Id == rule).ToImmutableArray();
        var key = (await ActionsAsync(fix, project, rule))[0].EquivalenceKey;
        var context = new FixAllContext(project.Documents.First(d => d.Name == "Api.cs"), fix, FixAllScope.Project, key, [rule], new Provided(diagnostics), CancellationToken.None);
        return await ChangedAsync(project, (await fix.GetFixAllProvider()!.GetFixAsync(context))!);
    }

    private static async Task<string> ChangedAsync(Project project, CodeAction action)
    {
        var changed = Assert.IsType<ApplyChangesOperation>(Assert.Single(await action.GetOperationsAsync(CancellationToken.None))).ChangedSolution.GetProject(project.Id)!;
        var errors = (await changed.GetCompilationAsync())!.GetDiagnostics().Where(d => d.Severity >= DiagnosticSeverity.Warning && d.Id != "CS8021").ToList();
        var text = (await changed.Documents.Single(d => d.Name == "Api.cs").GetTextAsync()).ToString();
        Assert.True(errors.Count == 0, string.Join("\n", errors) + "\n" + text);
        return text.ReplaceLineEndings("\n");
    }

    /// <summary>The ids of what is left to report in a source.</summary>
    public static async Task<IReadOnlyList<string>> RulesAsync(string source) => [.. (await DiagnosticsAsync(Project(source))).Select(d => d.Id).Distinct().Order()];

    private static async Task<List<CodeAction>> ActionsAsync(CodeFixProvider fix, Project project, string rule)
    {
        var diagnostic = (await DiagnosticsAsync(project)).First(d => d.Id == rule);
        List<CodeAction> actions = [];
        await fix.RegisterCodeFixesAsync(new CodeFixContext(project.Documents.First(d => d.Name == "Api.cs"), diagnostic, (a, _) => actions.Add(a), CancellationToken.None));
        return actions;
    }

    private static async Task<IEnumerable<Diagnostic>> DiagnosticsAsync(Project project)
    {
        var compilation = (await project.GetCompilationAsync())!;
        var errors = compilation.GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error).ToList();
        Assert.True(errors.Count == 0, string.Join("\n", errors));
        return (await compilation.WithAnalyzers(Analyzers, project.AnalyzerOptions).GetAnalyzerDiagnosticsAsync()).OrderBy(d => d.Location.SourceSpan.Start);
    }

    /// <summary>A project in which a rule is on that is off by default.</summary>
    private static Project Project(string source, string? rule = null) => new AdhocWorkspace()
        .AddProject(ProjectInfo.Create(
            ProjectId.CreateNewId(), VersionStamp.Default, "Api", "Api", LanguageNames.CSharp, filePath: "/api/Api.csproj",
            metadataReferences: ReferenceAssemblies.AspNetCore, compilationOptions: new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable, specificDiagnosticOptions: rule is null ? [] : [new(rule, ReportDiagnostic.Warn)])))
        .AddDocument("Api.cs", source).Project
        .AddDocument("Newtonsoft.cs", "namespace Newtonsoft.Json { public class JsonIgnoreAttribute : System.Attribute { } }").Project;

    private sealed class Provided(ImmutableArray<Diagnostic> diagnostics) : FixAllContext.DiagnosticProvider
    {
        public override Task<IEnumerable<Diagnostic>> GetAllDiagnosticsAsync(Project project, CancellationToken cancellationToken) => Task.FromResult(diagnostics.AsEnumerable());

        public override Task<IEnumerable<Diagnostic>> GetDocumentDiagnosticsAsync(Document document, CancellationToken cancellationToken) =>
            Task.FromResult(diagnostics.Where(d => d.Location.SourceTree?.FilePath == document.FilePath || document.Name == "Api.cs"));

        public override Task<IEnumerable<Diagnostic>> GetProjectDiagnosticsAsync(Project project, CancellationToken cancellationToken) => Task.FromResult(Enumerable.Empty<Diagnostic>());
    }
}
