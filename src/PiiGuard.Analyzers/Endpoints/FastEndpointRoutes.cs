using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using PiiGuard.Analyzers.Configuration;
using PiiGuard.Analyzers.Shapes;

namespace PiiGuard.Analyzers.Endpoints;

/// <summary>Finds the classes of FastEndpoints, their routes and their handlers.</summary>
internal sealed class FastEndpointRoutes(KnownFrameworks known)
{
    private static readonly HashSet<string> Verbs = new(StringComparer.Ordinal) { "Get", "Post", "Put", "Patch", "Delete", "Head" };

    public bool IsEndpoint(INamedTypeSymbol type) => !type.IsAbstract && type.Is(known.FastEndpoint);

    /// <summary>The response type that the base class names.</summary>
    public ITypeSymbol ResponseOf(INamedTypeSymbol type) => ((INamedTypeSymbol)type.SelfAndBases().First(t => t.IsSame(known.FastEndpoint))).TypeArguments[1];

    /// <summary>The method that answers.</summary>
    public static IMethodSymbol? HandlerOf(INamedTypeSymbol type) =>
        type.SelfAndBases().SelectMany(t => t.GetMembers().OfType<IMethodSymbol>()).FirstOrDefault(m => m is { IsOverride: true, IsAbstract: false, Name: "HandleAsync" or "ExecuteAsync" });

    /// <summary>The endpoint of a class whose routes a base class of the project gives it; which they are is not followed.</summary>
    public static IEnumerable<Endpoint> OfBase(INamedTypeSymbol type) =>
        !type.GetMembers("Configure").Any(m => m.IsOverride) && type.SelfAndBases().Skip(1).Any(t => t.Locations[0].IsInSource && t.GetMembers("Configure").Any(m => m.IsOverride))
            ? [new(type.Name + "." + (HandlerOf(type)?.Name ?? "HandleAsync"), type.Locations[0])]
            : [];

    /// <summary>The endpoints of <c>Configure()</c>: <c>Get("/x")</c>, or <c>Verbs(Http.GET); Routes("/x")</c>.</summary>
    public static IEnumerable<Endpoint> Of(INamedTypeSymbol type, IOperation configure)
    {
        List<(string Verb, string Route)> found = [];
        List<string> verbs = [], routes = [];
        var isAnonymous = false;
        var prefix = "";
        foreach (var call in BodyOperations.Own(configure).OfType<IInvocationOperation>())
        {
            var texts = call.Arguments.SelectMany(a => a.Value.DescendantsAndSelf()).Select(o => o.ConstantValue is { HasValue: true, Value: string text } ? text : null).OfType<string>().ToList();
            switch (call.TargetMethod.Name)
            {
                case var verb when Verbs.Contains(verb):
                    found.AddRange(texts.Select(t => (verb.ToUpperInvariant(), t)));
                    break;
                case "Verbs":
                    verbs.AddRange(texts.Concat(call.Arguments.SelectMany(a => a.Value.DescendantsAndSelf()).OfType<IFieldReferenceOperation>().Select(f => f.Field.Name)).Select(v => v.ToUpperInvariant()));
                    break;
                case "AllowAnonymous":
                    isAnonymous |= texts.Count == 0; // with verbs, for those alone
                    break;
                case "Routes":
                    routes.AddRange(texts);
                    break;
                case "Group" when call.TargetMethod.TypeArguments.FirstOrDefault() is INamedTypeSymbol group:
                    prefix = PrefixOf(group, ref isAnonymous);
                    break;
            }
        }

        found.AddRange(from route in routes from verb in verbs.DefaultIfEmpty("*") select (verb, route));
        return found.Count > 0 && prefix is not null ? Named(type, [.. found.Select(f => (f.Verb, Route.Combine(prefix, f.Route)))], isAnonymous)
            : [new(type.Name + "." + (HandlerOf(type)?.Name ?? "HandleAsync"), type.Locations[0], IsAnonymous: isAnonymous)]; // a route that is computed, or given elsewhere
    }

    /// <summary>What the constructor of a group says: <c>Configure("admin", ep => ep.AllowAnonymous())</c>. Null where the prefix is no plain text.</summary>
    private static string? PrefixOf(INamedTypeSymbol group, ref bool isAnonymous)
    {
        string? prefix = null;
        foreach (var call in group.DeclaringSyntaxReferences.SelectMany(r => r.GetSyntax().DescendantNodes()).OfType<InvocationExpressionSyntax>())
        {
            switch (call.Expression)
            {
                case IdentifierNameSyntax { Identifier.ValueText: "Configure" }:
                    prefix = (call.ArgumentList.Arguments.FirstOrDefault()?.Expression as LiteralExpressionSyntax)?.Token.ValueText;
                    break;
                case MemberAccessExpressionSyntax { Name.Identifier.ValueText: "AllowAnonymous" } when call.ArgumentList.Arguments.Count == 0:
                    isAnonymous = true;
                    break;
            }
        }

        // A group within another one: SubGroup<Outer>.
        return prefix is not null && group.BaseType is { IsGenericType: true, Name: "SubGroup" } sub && sub.TypeArguments[0] is INamedTypeSymbol outer
            ? PrefixOf(outer, ref isAnonymous) is { } before ? Route.Combine(before, prefix) : null
            : prefix;
    }

    /// <summary>The endpoints of <c>[HttpGet("/x")]</c> and its kin on the class.</summary>
    public static IEnumerable<Endpoint> OfAttributes(INamedTypeSymbol type) => Named(
        type,
        [
            .. from attribute in type.GetAttributes()
               where attribute.AttributeClass is { ContainingNamespace: { Name: "FastEndpoints", ContainingNamespace.IsGlobalNamespace: true } } c && c.Name.StartsWith("Http", StringComparison.Ordinal) && c.Name.Length > 13
               let verb = attribute.AttributeClass!.Name.Substring(4, attribute.AttributeClass.Name.Length - 13).ToUpperInvariant()
               from route in attribute.ConstructorArguments.Flat().Select(a => a.Value).OfType<string>()
               select (verb, route),
        ],
        type.GetAttributes().Any(a => a.AttributeClass?.Name == "AllowAnonymousAttribute"));

    private static IEnumerable<Endpoint> Named(INamedTypeSymbol type, List<(string Verb, string Route)> found, bool isAnonymous) =>
        found.Distinct().Select(f => new Endpoint(f.Verb + " " + Route.Combine("", f.Route), type.Locations[0], IsAnonymous: isAnonymous));
}
