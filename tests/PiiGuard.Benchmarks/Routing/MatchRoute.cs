using BenchmarkDotNet.Attributes;
using Microsoft.AspNetCore.Routing.Template;
using PiiGuard.Contracts;
using PiiGuard.Gateway.Routing;

namespace PiiGuard.Benchmarks;

/// <summary>Finding the endpoint of a request among 300 of a contract, beside trying their templates one after the other.</summary>
[MemoryDiagnoser]
public class MatchRoute
{
    private const string Path = "/api/v1/res170/12345/part2";

    private static readonly string[] Routes = [.. Enumerable.Range(0, 300).Select(i => $"api/v1/res{i}/{{id}}/part{i % 7}")];
    private static readonly TemplateMatcher[] Templates = [.. Routes.Select(r => new TemplateMatcher(TemplateParser.Parse(r), []))];
    private static readonly EndpointMatcher Matcher = new(Routes.Select(r => new ExposureEntry("GET /" + r, "$", PiiCategory.PersonName, "They need it.")), _ => false, _ => { });

    [Benchmark(Baseline = true)]
    public int OneAfterTheOther()
    {
        var found = 0;
        foreach (var template in Templates)
        {
            found += template.TryMatch(Path, []) ? 1 : 0;
        }

        return found;
    }

    [Benchmark]
    public string? Indexed() => Matcher.Match("GET", "", Path).Name;
}
