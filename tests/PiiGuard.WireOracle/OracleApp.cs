using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.Loader;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.ApplicationParts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using PiiGuard.Analyzers.Rules;

namespace PiiGuard.WireOracle;

/// <summary>The paths on the wire.</summary>
/// <param name="Json">Of what is sent to whoever asks for JSON.</param>
/// <param name="Xml">Of what is sent to whoever asks for XML, without the steps into lists; empty where that is JSON too.</param>
internal sealed record Sent(HashSet<string> Json, HashSet<string> Xml);

/// <summary>An app that is compiled in memory: analysed once, and hosted once.</summary>
internal sealed class OracleApp
{
    private static readonly ImmutableArray<MetadataReference> References =
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Where(f => !f.Contains("FSharp", StringComparison.Ordinal)).Select(f => MetadataReference.CreateFromFile(f))];

    private readonly IOracleSource _source;
    private readonly CSharpCompilation _compilation;

    private OracleApp(IOracleSource source, CSharpCompilation compilation) => (_source, _compilation) = (source, compilation);

    public static OracleApp Compile(IOracleSource source)
    {
        var compilation = CSharpCompilation.Create(
            "Oracle" + Guid.NewGuid().ToString("N"),
            [CSharpSyntaxTree.ParseText(source.Code, path: "Api.cs")],
            References,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        var errors = compilation.GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error).ToList();
        return errors.Count == 0
            ? new(source, compilation)
            : throw new InvalidOperationException($"{source.Name} does not compile: {string.Join("\n", errors.Take(5))}\n{source.Code}");
    }

    /// <summary>What the analyzers say of each endpoint.</summary>
    public async Task<Dictionary<string, Prediction>> PredictAsync(CancellationToken cancellation)
    {
        var analyzer = new ExposureAnalyzer();
        var options = new CompilationWithAnalyzersOptions(
            new AnalyzerOptions([]), (e, _, _) => throw new InvalidOperationException(e.Message, e), concurrentAnalysis: true, logAnalyzerExecutionTime: false, reportSuppressedDiagnostics: false);
        var compilation = _compilation.WithOptions(_compilation.Options.WithSpecificDiagnosticOptions([new("PII1007", ReportDiagnostic.Warn)]));
        var diagnostics = await compilation.WithAnalyzers([analyzer], options).GetAnalyzerDiagnosticsAsync(cancellation);
        var incomplete = diagnostics.Where(d => d.Id == "PII1007").Select(d => d.Properties["endpoint"]!).ToHashSet(StringComparer.Ordinal);
        return diagnostics.Where(d => d.Id.StartsWith("PII10", StringComparison.Ordinal)).GroupBy(d => d.Properties["endpoint"]!).ToDictionary(
            g => g.Key,
            g => new Prediction(Paths(g, isXml: false).ToHashSet(StringComparer.Ordinal), Complete: !incomplete.Contains(g.Key)) { XmlPaths = Paths(g, isXml: true).Select(WirePaths.WithoutLists).ToHashSet(StringComparer.Ordinal) },
            StringComparer.Ordinal);

        static IEnumerable<string> Paths(IEnumerable<Diagnostic> diagnostics, bool isXml) => diagnostics.Where(d => d.Properties.TryGetValue("serializer", out var writer) && writer!.EndsWith("Xml", StringComparison.Ordinal) == isXml)
            .SelectMany(d => d.Properties["paths"]!.Split(';'));
    }

    /// <summary>The paths that the hosted app sends.</summary>
    public async Task<Dictionary<string, Sent>> CallAsync(CancellationToken cancellation)
    {
        var context = new AssemblyLoadContext(null, isCollectible: !_source.WritesXml); // XmlSerializer writes no list of types that can be unloaded
        try
        {
            var api = Load(context).GetType("Api")!;
            var builder = WebApplication.CreateSlimBuilder();
            builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
            builder.Logging.ClearProviders();
            api.GetMethod("Configure")!.Invoke(null, [builder]);
            builder.Services.AddControllers().ConfigureApplicationPartManager(parts =>
            {
                parts.ApplicationParts.Clear();
                parts.ApplicationParts.Add(new AssemblyPart(api.Assembly));
            });
            await using var app = builder.Build();
            app.UseDeveloperExceptionPage();
            api.GetMethod("Map")!.Invoke(null, [app]);
            app.MapControllers();
            await app.StartAsync(cancellation);

            using var client = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
            var sent = new Dictionary<string, Sent>(StringComparer.Ordinal);
            foreach (var endpoint in _source.Endpoints)
            {
                var (json, _) = await GetAsync(client, endpoint, "application/json", cancellation);
                var (xml, type) = _source.WritesXml ? await GetAsync(client, endpoint, "application/xml", cancellation) : ("", "");
                sent.Add(endpoint, new(WirePaths.Of(json), type == "application/xml" ? WirePaths.OfXml(xml) : []));
            }

            return sent;
        }
        finally
        {
            if (context.IsCollectible)
            {
                context.Unload();
            }
        }
    }

    private async Task<(string Body, string? Type)> GetAsync(HttpClient client, string endpoint, string accept, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(_source.PathOf(endpoint), UriKind.Relative));
        request.Headers.Accept.ParseAdd(accept);
        using var response = await client.SendAsync(request, cancellation);
        var body = await response.Content.ReadAsStringAsync(cancellation);
        return response.IsSuccessStatusCode || accept != "application/json" // DataContractSerializer finds out late what it cannot write
            ? (body, response.Content.Headers.ContentType?.MediaType)
            : throw new InvalidOperationException($"{_source.Name} {endpoint}: status {(int)response.StatusCode}: {body[..Math.Min(400, body.Length)]}\n{_source.Describe(endpoint)}");
    }

    private Assembly Load(AssemblyLoadContext context)
    {
        using var image = new MemoryStream();
        var result = _compilation.Emit(image);
        image.Position = 0;
        return result.Success ? context.LoadFromStream(image) : throw new InvalidOperationException(string.Join("\n", result.Diagnostics));
    }
}
