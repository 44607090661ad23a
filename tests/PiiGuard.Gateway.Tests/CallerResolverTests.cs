using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Configuration;
using PiiGuard.Gateway.Callers;
using PiiGuard.Gateway.Policies;
using PiiGuard.Gateway.Responses;

namespace PiiGuard.Gateway.Tests;

public sealed class CallerResolverTests
{
    private static readonly PolicySnapshot Policy = new PolicyReader("", new byte[32]).Read(
        new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["PiiGuard:SubjectKeys:0"] = "customerId",
            ["PiiGuard:Tiers:Desk:Default"] = "Remove",
            ["PiiGuard:Tiers:Desk:Requests:0"] = "10/s",
            ["PiiGuard:Tiers:Desk:Subjects:0"] = "10/day",
            ["PiiGuard:ClaimCallers:0:Tier"] = "Desk",
            ["PiiGuard:ClaimCallers:0:Claim"] = "sub",
        }).Build().GetSection("PiiGuard"),
        1);

    /// <summary>A context of the application's own says who its user is, whatever stands in the features of the server's.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void User_of_a_context_counts_whoever_made_the_context(bool isWrapped)
    {
        var inner = new DefaultHttpContext();
        var user = new ClaimsPrincipal(new ClaimsIdentity([new("sub", "a")], "test"));
        HttpContext context = isWrapped ? new Wrapped(inner, user) : inner;
        Assert.Equal(isWrapped ? null : Refusal.CredentialMissing, CallerResolver.Resolve(context, Policy).Refusal);
        inner.User = user;
        Assert.NotNull(CallerResolver.Resolve(context, Policy).Caller);
        context.Request.Headers["X-Api-Key"] = "key";
        Assert.Equal(Refusal.CredentialAmbiguous, CallerResolver.Resolve(context, Policy).Refusal);
    }

    private sealed class Wrapped(HttpContext inner, ClaimsPrincipal user) : HttpContext
    {
        public override IFeatureCollection Features => inner.Features;

        public override HttpRequest Request => inner.Request;

        public override HttpResponse Response => inner.Response;

        public override ConnectionInfo Connection => inner.Connection;

        public override WebSocketManager WebSockets => inner.WebSockets;

        public override ClaimsPrincipal User { get; set; } = user;

        public override IDictionary<object, object?> Items { get; set; } = inner.Items;

        public override IServiceProvider RequestServices { get; set; } = inner.RequestServices;

        public override CancellationToken RequestAborted { get; set; }

        public override string TraceIdentifier { get; set; } = "";

        public override ISession Session { get; set; } = null!;

        public override void Abort() => inner.Abort();
    }
}
