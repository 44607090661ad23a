using System.Text;
using Microsoft.CodeAnalysis;
using PiiGuard.Analyzers.Configuration;

namespace PiiGuard.Analyzers.Endpoints;

/// <summary>
/// Application services of ABP, which are controllers by convention where the app says so (<c>options.ConventionalControllers.Create(assembly)</c>), and their routes
/// (https://abp.io/docs/latest/framework/api-development/auto-controllers).
/// </summary>
internal static class AbpServices
{
    private static readonly (string Prefix, string Verb)[] Verbs =
    [
        ("GetList", "GET"), ("GetAll", "GET"), ("Get", "GET"), ("Put", "PUT"), ("Update", "PUT"), ("Delete", "DELETE"), ("Remove", "DELETE"), ("Create", "POST"), ("Add", "POST"), ("Insert", "POST"), ("Post", "POST"), ("Patch", "PATCH"),
    ];

    private static readonly string[] Suffixes = ["ApplicationService", "AppService", "IntegrationService", "Service"];

    /// <summary>Whether a class is such a service, and not kept from the outside: <c>[RemoteService(IsEnabled = false)]</c>.</summary>
    public static bool IsService(INamedTypeSymbol type, KnownFrameworks known) => type.Is(known.AbpRemoteService) && IsRemote(type) && !type.AllInterfaces.Any(i => !IsRemote(i));

    /// <summary>Whether a method of one is reached from outside: the project's own, and those of the base classes for reading and writing.</summary>
    public static bool IsAction(IMethodSymbol method) => IsRemote(method) && (method.Locations[0].IsInSource || method.ContainingType.Name.IndexOf("AppService", StringComparison.Ordinal) >= 0);

    /// <summary>Verb and route of a method: <c>GET /api/app/member/{id}/orders</c> of <c>MemberAppService.GetOrdersAsync(Guid id)</c>.</summary>
    public static string NameOf(INamedTypeSymbol service, IMethodSymbol method)
    {
        var controller = Array.Find(Suffixes, s => service.Name.EndsWith(s, StringComparison.Ordinal)) is { } suffix ? service.Name.Substring(0, service.Name.Length - suffix.Length) : service.Name;
        var action = method.Name.EndsWith("Async", StringComparison.Ordinal) ? method.Name.Substring(0, method.Name.Length - "Async".Length) : method.Name;
        var (prefix, verb) = Array.Find(Verbs, v => action.StartsWith(v.Prefix, StringComparison.Ordinal));
        action = prefix is null ? action : action.Substring(prefix.Length);
        var route = new StringBuilder("/api/app/").Append(Kebab(controller));
        var id = method.Parameters.FirstOrDefault(p => p.Name == "id");
        route.Append(id is null ? "" : "/{id}").Append(action.Length == 0 ? "" : "/" + Kebab(action));
        foreach (var other in method.Parameters.Where(p => p.Name.EndsWith("Id", StringComparison.Ordinal)).Take(1))
        {
            route.Append("/{").Append(other.Name).Append('}');
        }

        return (verb ?? "POST") + " " + route;
    }

    private static bool IsRemote(ISymbol symbol) => symbol.GetAttributes().FirstOrDefault(a => a.AttributeClass?.Name == "RemoteServiceAttribute") is not { } attribute
        || !(attribute.ConstructorArguments.Any(a => a.Value is false) || attribute.NamedArguments.Any(a => a is { Key: "IsEnabled", Value.Value: false }));

    private static string Kebab(string name)
    {
        var text = new StringBuilder();
        foreach (var c in name)
        {
            text.Append(char.IsUpper(c) && text.Length > 0 ? "-" : "").Append(char.ToLowerInvariant(c));
        }

        return text.ToString();
    }
}
