using FsCheck;
using FsCheck.Fluent;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing.Template;
using PiiGuard.Gateway.Routing;

namespace PiiGuard.Gateway.Tests;

public sealed class RouteIndexTests
{
    private static readonly string[] Segments = ["api", "API", "v1", "customers", "lines", "straſe", "{id}", "{name?}", "c-{id}", "{id}.json"];
    private static readonly string[] Words = ["api", "Api", "v1", "customers", "LINES", "straſe", "STRASE", "17", "c-17", "17.json", ""];

    /// <summary>However the routes are looked up, those are found that each of them by itself says fit.</summary>
    [Fact]
    public void Finds_what_trying_all_of_them_finds()
    {
        var templates =
            from segments in Gen.Elements(Segments).ArrayOf().Resize(5)
            from rest in Gen.Elements("", "", "{**rest}")
            select string.Join('/', segments.Append(rest).Where(s => s.Length > 0));
        var cases =
            from routes in templates.Where(IsTemplate).ArrayOf().Resize(12)
            from path in Gen.Elements(Words).ArrayOf().Resize(6)
            select (routes, path: path.Length == 0 ? PathString.Empty : new PathString("/" + string.Join('/', path)));
        var found = 0;
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(5_000), Prop.ForAll(Arb.From(cases), c =>
        {
            List<int> numbers = [];
            new RouteIndex([.. c.routes.Select((r, i) => (TemplateParser.Parse(r), i))]).Find(c.path, numbers);
            var expected = Enumerable.Range(0, c.routes.Length).Where(i => new TemplateMatcher(TemplateParser.Parse(c.routes[i]), []).TryMatch(c.path, [])).ToList();
            Assert.Equal(expected, numbers.Order());
            found += expected.Count;
        }));
        Assert.InRange(found, 1_000, int.MaxValue); // or the random paths fit nothing
    }

    private static bool IsTemplate(string text)
    {
        try
        {
            TemplateParser.Parse(text);
            return true;
        }
        catch (ArgumentException)
        {
            return false; // a name twice, say
        }
    }
}
