using PiiGuard.Contracts;
using PiiGuard.Gateway.Routing;

namespace PiiGuard.Gateway.Tests;

public sealed class EndpointMatcherTests
{
    private static readonly EndpointMatcher Matcher = new(
    [
        Entry("GET /customers/{id}"), Entry("GET /customers/{id}/lines"), Entry("GET /customers/search"), Entry("* /any/{**rest}"), Entry("Some.Method"),
    ]);

    [Theory]
    [InlineData("GET", "/customers/17", "GET /customers/{id}")]
    [InlineData("HEAD", "/Customers/17", "GET /customers/{id}")]
    [InlineData("GET", "/customers/search", "GET /customers/search")]
    [InlineData("GET", "/customers/17/lines/", "GET /customers/{id}/lines")]
    [InlineData("POST", "/customers/17", null)]
    [InlineData("DELETE", "/any/a/b", "* /any/{**rest}")]
    [InlineData("GET", "/", null)]
    public void Request_is_matched_as_routing_would(string method, string path, string? expected) =>
        Assert.Equal(expected, Matcher.Match(method, path).Name);

    [Theory]
    [InlineData("/customers/17/lines", "lines")]
    [InlineData("/v2/Subscribers/4915112345", "subscribers")]
    [InlineData("/a/b/", "")]
    public void Last_word_of_the_path_is_what_it_is_about(string path, string subject) => Assert.Equal(subject, Matcher.Match("GET", path).Subject);

    private static ExposureEntry Entry(string endpoint) => new(endpoint, "email", PiiCategory.EmailAddress, "They need it.");
}
