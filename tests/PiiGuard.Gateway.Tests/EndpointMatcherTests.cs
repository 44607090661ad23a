using PiiGuard.Contracts;
using PiiGuard.Gateway.Routing;

namespace PiiGuard.Gateway.Tests;

public sealed class EndpointMatcherTests
{
    private static readonly EndpointMatcher Matcher = new(
    [
        Entry("GET /customers/{id}"), Entry("GET /customers/{id}/lines"), Entry("GET /customers/search"), Entry("* /any/{**rest}"), Entry("Some.Method"),
    ], word => word is "Subscribers" or "people", message => Assert.Fail(message));

    [Theory]
    [InlineData("GET", "/customers/17", "GET /customers/{id}")]
    [InlineData("HEAD", "/Customers/17", "GET /customers/{id}")]
    [InlineData("GET", "/customers/search", "GET /customers/search")]
    [InlineData("GET", "/customers/17/lines/", "GET /customers/{id}/lines")]
    [InlineData("POST", "/customers/17", null)]
    [InlineData("DELETE", "/any/a/b", "* /any/{**rest}")]
    [InlineData("GET", "/", null)]
    public void Request_is_matched_as_routing_would(string method, string path, string? expected) =>
        Assert.Equal(expected, Matcher.Match(method, "", path).Name);

    [Theory]
    [InlineData("/customers/17/lines", "lines")]
    [InlineData("/v2/Subscribers/4915112345", "subscribers")]
    [InlineData("/v2/Subscribers/17/product", "subscribers")] // the caller cannot talk the person away
    [InlineData("/a/b/", "")]
    [InlineData("/product", "")]
    public void Last_word_for_persons_is_what_it_is_about(string path, string subject) => Assert.Equal(subject, Matcher.Match("GET", "", path).Subject);

    [Fact]
    public void Versions_of_a_route_are_taken_together()
    {
        var matcher = new EndpointMatcher([Entry("GET /v{version}/people/{id} v1.0"), Entry("GET /v{version}/people/{id} v2.0"), Entry("GET /very v long")], _ => false, Assert.Fail);

        var match = matcher.Match("GET", "", "/v2/people/17");
        Assert.Equal(("GET /v{version}/people/{id}", 2), (match.Name, match.Entries.Count));
        Assert.Equal("GET /very v long", matcher.Match("GET", "", "/very v long").Name);
    }

    [Fact]
    public void Lines_of_all_templates_that_fit_are_taken_together()
    {
        var matcher = new EndpointMatcher([Entry("GET /people/{id}"), Entry("PUT /people/{name}"), Entry("GET /people/search/{term}")], _ => false, Assert.Fail);

        Assert.Equal(["GET /people/{id}", "PUT /people/{name}"], matcher.Match("GET", "", "/people/alice").Entries.Select(e => e.Endpoint));
        Assert.Equal("PUT /people/{name}", matcher.Match("PUT", "", "/people/alice").Name);
        Assert.Contains("GET /people/search/{term}", matcher.Match("GET", "", "/people/search").Entries.Select(e => e.Endpoint)); // the parameter may have a default
        Assert.Equal("GET /people/{id}", matcher.Match("GET", "/people", "/17").Name);
    }

    [Fact]
    public void Route_that_is_none_is_rejected()
    {
        List<string> rejected = [];
        _ = new EndpointMatcher([Entry("GET /people/{id")], _ => false, rejected.Add);

        Assert.StartsWith("'GET /people/{id' is not a route", Assert.Single(rejected), StringComparison.Ordinal);

        // Nor is one that is none without its last parameter.
        _ = new EndpointMatcher([Entry("GET /~/{id}")], _ => false, rejected.Add);
        Assert.StartsWith("'GET /~/{id}' is not a route", rejected[1], StringComparison.Ordinal);
    }

    private static ExposureEntry Entry(string endpoint) => new(endpoint, "email", PiiCategory.EmailAddress, "They need it.");
}
