using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using PiiGuard.Analyzers.Tests.Verify;
using PiiGuard.Contracts;

namespace PiiGuard.CodeFixes.Tests;

public sealed class DeclareInContractFixTests
{
    private const string Api = """
        using Microsoft.AspNetCore.Mvc;
        public class Customer { public string Email { get; set; } = ""; public string Name { get; set; } = ""; }
        [Route("b")] public class BController : ControllerBase { [HttpGet] public Customer Get() => new(); }
        [Route("a")] public class AController : ControllerBase { [HttpGet] public Customer Get() => new(); }
        """;

    [Fact]
    public async Task Fix_of_one_endpoint_makes_the_file()
    {
        var project = Project(contract: null);
        var diagnostic = (await DiagnoseAsync(project)).First(d => d.Properties["endpoint"] == "GET /b");

        var text = await FixAsync(project, diagnostic);

        Assert.EndsWith(
            """
            GET /b | email | EmailAddress | TODO: why do the callers of this endpoint need it?
            GET /b | name | PersonName | TODO: why do the callers of this endpoint need it?

            """.ReplaceLineEndings("\n"),
            text,
            StringComparison.Ordinal);
        Assert.StartsWith("# ", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Line_of_an_endpoint_for_anyone_says_so()
    {
        var project = Project("GET /a | email | EmailAddress | Agents write to them.\n").AddDocument("Open.cs", """
            [Microsoft.AspNetCore.Mvc.Route("open"), Microsoft.AspNetCore.Authorization.AllowAnonymous]
            public class OpenController : Microsoft.AspNetCore.Mvc.ControllerBase { [Microsoft.AspNetCore.Mvc.HttpGet] public Customer Get() => new(); }
            """).Project;
        var diagnostic = (await DiagnoseAsync(project)).First(d => d.Properties["endpoint"] == "GET /open");

        Assert.Contains($"GET /open | email | EmailAddress | {ContractReason.Placeholder} | anonymous\n", await FixAsync(project, diagnostic), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fix_adds_sorted_lines_and_keeps_the_rest_to_the_byte()
    {
        const string before = "# our contract\r\n\r\nGET /a | email | EmailAddress | Agents write to them.\r\n# kept\r\nGET /z | email | EmailAddress | Agents write to them.\r\n";
        var project = Project(before);
        var diagnostic = (await DiagnoseAsync(project)).First(d => d.Properties["endpoint"] == "GET /b");

        Assert.Equal(
            "# our contract\r\n\r\nGET /a | email | EmailAddress | Agents write to them.\r\n# kept\r\n"
                + $"GET /b | email | EmailAddress | {ContractReason.Placeholder}\r\nGET /b | name | PersonName | {ContractReason.Placeholder}\r\n"
                + "GET /z | email | EmailAddress | Agents write to them.\r\n",
            await FixAsync(project, diagnostic));
    }

    [Fact]
    public async Task Fix_all_declares_every_endpoint_once_and_then_reasons_are_asked_for()
    {
        var project = Project("");
        var diagnostics = await DiagnoseAsync(project);
        var fix = new DeclareInContractFix();
        var context = new FixAllContext(
            project.Documents.First(), fix, FixAllScope.Project, nameof(DeclareInContractFix), fix.FixableDiagnosticIds, new Provided(diagnostics), CancellationToken.None);

        var action = await fix.GetFixAllProvider().GetFixAsync(context);
        var contract = await ContractOfAsync(action!, project.Id);

        Assert.Equal(["GET /a", "GET /a", "GET /b", "GET /b"], ExposureContract.Parse(contract).Entries.Select(e => e.Endpoint));
        Assert.Equal(4, ExposureContract.Parse(contract).Problems.Count);
        Assert.All(await Analyze.RunAsync(Analyze.Compile([Api]), contract), d => Assert.Equal("PII4001", d.Id));
    }

    private static Project Project(string? contract)
    {
        var project = new AdhocWorkspace().AddProject(ProjectInfo.Create(
            ProjectId.CreateNewId(), VersionStamp.Default, "Api", "Api", LanguageNames.CSharp, filePath: "/api/Api.csproj", metadataReferences: ReferenceAssemblies.AspNetCore,
            compilationOptions: new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary)));
        project = project.AddDocument("Api.cs", Api).Project;
        return contract is null ? project : project.AddAdditionalDocument("PiiExposure.txt", contract, filePath: "/api/PiiExposure.txt").Project;
    }

    private static async Task<ImmutableArray<Diagnostic>> DiagnoseAsync(Project project)
    {
        var compilation = (await project.GetCompilationAsync())!;
        var all = await compilation.WithAnalyzers(Analyze.All, project.AnalyzerOptions).GetAnalyzerDiagnosticsAsync();
        return [.. all.Where(d => d.Id is "PII1001" or "PII1009")];
    }

    private static async Task<string> FixAsync(Project project, Diagnostic diagnostic)
    {
        CodeAction? action = null;
        var document = project.Documents.First();
        await new DeclareInContractFix().RegisterCodeFixesAsync(new CodeFixContext(document, diagnostic, (a, _) => action = a, CancellationToken.None));
        return await ContractOfAsync(action!, project.Id);
    }

    private static async Task<string> ContractOfAsync(CodeAction action, ProjectId project)
    {
        var operation = Assert.IsType<ApplyChangesOperation>(Assert.Single(await action.GetOperationsAsync(CancellationToken.None)));
        var document = Assert.Single(operation.ChangedSolution.GetProject(project)!.AdditionalDocuments);
        Assert.Equal("/api/PiiExposure.txt", document.FilePath);
        return (await document.GetTextAsync()).ToString();
    }

    private sealed class Provided(ImmutableArray<Diagnostic> diagnostics) : FixAllContext.DiagnosticProvider
    {
        public override Task<IEnumerable<Diagnostic>> GetAllDiagnosticsAsync(Project project, CancellationToken cancellationToken) => Task.FromResult(diagnostics.AsEnumerable());

        public override Task<IEnumerable<Diagnostic>> GetDocumentDiagnosticsAsync(Document document, CancellationToken cancellationToken) => Task.FromResult(diagnostics.AsEnumerable());

        public override Task<IEnumerable<Diagnostic>> GetProjectDiagnosticsAsync(Project project, CancellationToken cancellationToken) => Task.FromResult(diagnostics.AsEnumerable());
    }
}
