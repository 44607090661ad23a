using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using PiiGuard.Analyzers.Configuration;

namespace PiiGuard.Analyzers.Endpoints;

/// <summary>What <c>MapIdentityApi&lt;TUser&gt;()</c> maps: log-in, the user's own data, the keys of a second factor.</summary>
internal static class IdentityEndpoints
{
    public static bool Maps(IInvocationOperation call) => call.TargetMethod is { Name: "MapIdentityApi", IsGenericMethod: true } method && method.ContainingNamespace.IsAspNetCore();

    /// <summary>The endpoints, with what each answers; by the rules of ASP.NET Core's IdentityApiEndpointRouteBuilderExtensions.</summary>
    /// <param name="group">The endpoint of an empty route that is mapped at the same place.</param>
    /// <param name="known">Knows the types.</param>
    public static IEnumerable<(Endpoint Endpoint, ITypeSymbol Answer)> Of(Endpoint group, KnownFrameworks known)
    {
        (string Verb, string Path, INamedTypeSymbol? Answer)[] all =
        [
            ("POST", "login", known.AccessTokenResponse),
            ("POST", "refresh", known.AccessTokenResponse),
            ("POST", "manage/2fa", known.TwoFactorResponse),
            ("GET", "manage/info", known.InfoResponse),
            ("POST", "manage/info", known.InfoResponse),
        ];
        var space = group.Name.IndexOf(' ');
        foreach (var (verb, path, answer) in all)
        {
            if (answer is not null)
            {
                var route = space < 0 ? group.Name + ":" + verb + "/" + path : verb + " " + Route.Combine(group.Name.Substring(space + 1), path);
                yield return (group with { Name = route, IsAnonymous = path is "login" or "refresh" }, answer);
            }
        }
    }
}
