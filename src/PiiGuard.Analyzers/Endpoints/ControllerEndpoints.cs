using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using PiiGuard.Analyzers.Configuration;

namespace PiiGuard.Analyzers.Endpoints;

/// <summary>Finds the actions of MVC controllers and their routes, by the rules of ASP.NET Core's ControllerFeatureProvider.</summary>
internal sealed class ControllerEndpoints(KnownSymbols known, ConventionalRoutes conventional, ODataModel? odata)
{
    private readonly ConcurrentDictionary<INamedTypeSymbol, (string Name, string Area, List<string?> Prefixes)> _routes = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<INamedTypeSymbol, bool> _anonymous = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<INamedTypeSymbol, bool> _policies = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<INamedTypeSymbol, bool> _controllers = new(SymbolEqualityComparer.Default);

    public bool IsController(INamedTypeSymbol type) => _controllers.GetOrAdd(type, Decide);

    private bool Decide(INamedTypeSymbol type) =>
        known.ActionResult is not null
        && type is { TypeKind: TypeKind.Class, IsAbstract: false, IsStatic: false, IsGenericType: false, DeclaredAccessibility: Accessibility.Public, ContainingType: null }
        && (type.Name.EndsWith("Controller", StringComparison.OrdinalIgnoreCase) || Inherited(type, known.ControllerAttribute) is not null || IsAbpService(type))
        && Inherited(type, known.NonController) is null;

    private bool IsAbpService(INamedTypeSymbol type) => conventional.HasAbpServices && AbpServices.IsService(type, known.Frameworks) && !type.Is(known.ControllerBase);

    public bool IsAction(IMethodSymbol method) =>
        method is { MethodKind: MethodKind.Ordinary, IsStatic: false, IsAbstract: false, IsGenericMethod: false, DeclaredAccessibility: Accessibility.Public }
        && !Overridden(method).Any(m => m.Attribute(known.NonAction) is not null)
        && Overridden(method).Last().ContainingType.SpecialType != SpecialType.System_Object
        && !(method.Name == "Dispose" && method.Parameters.IsEmpty)
        && (!IsAbpService(method.ContainingType) || AbpServices.IsAction(method));

    /// <summary>The actions that a controller inherits from a base class.</summary>
    public IEnumerable<IMethodSymbol> InheritedActions(INamedTypeSymbol controller)
    {
        var overridden = new HashSet<ISymbol>(controller.GetMembers().OfType<IMethodSymbol>().Where(m => m.IsOverride).Select(m => (ISymbol)m.OverriddenMethod!), SymbolEqualityComparer.Default);
        foreach (var type in controller.SelfAndBases().Skip(1).TakeWhile(t => !t.IsSame(known.ControllerBase)))
        {
            foreach (var method in type.GetMembers().OfType<IMethodSymbol>().Where(m => IsAction(m) && !overridden.Contains(m) && (!IsAbpService(controller) || AbpServices.IsAction(m))))
            {
                if (method.OverriddenMethod is { } hidden)
                {
                    overridden.Add(hidden);
                }

                yield return method;
            }
        }
    }

    /// <summary>One endpoint for each verb, route and version of an action.</summary>
    public IEnumerable<Endpoint> Of(INamedTypeSymbol controller, IMethodSymbol action, Location location) => ApiVersions.Of(known, controller, action) is { Count: > 0 } versions
        ? RoutesOf(controller, action, location).SelectMany(e => e.Name.IndexOf(' ') < 0 ? [e] : versions.Select(v => e with { Name = ApiVersions.Named(e.Name, v) }))
        : RoutesOf(controller, action, location);

    private IEnumerable<Endpoint> RoutesOf(INamedTypeSymbol controller, IMethodSymbol action, Location location)
    {
        var isAnonymous = Access.IsAnonymous(known, action) || IsAnonymous(controller);
        var isNegotiated = IsNegotiated(controller, action);
        var hasPolicy = HasPolicy(controller) || Access.HasPolicy(known, action);
        var selectors = SelectorsOf(action);
        var (name, area, prefixes) = _routes.GetOrAdd(controller, ReadRoutes);
        if (prefixes.Count == 0 && selectors.TrueForAll(s => s.Template is null))
        {
            var byModel = odata is null ? [] : ODataRoutes.Of(odata, name, action, ActionName(action), [.. selectors.SelectMany(s => s.Verbs)]).ToList();
            if (byModel.Count > 0)
            {
                return byModel.Select(n => new Endpoint(n, location, EndpointKind.Mvc, isAnonymous) { IsOData = true, Handler = action, HasPolicy = hasPolicy });
            }

            if (IsAbpService(controller))
            {
                return [new(AbpServices.NameOf(controller, action), location, EndpointKind.Mvc, isAnonymous) { IsNegotiated = isNegotiated, Handler = action, HasPolicy = hasPolicy }];
            }

            var shared = selectors.SelectMany(s => s.Verbs).Distinct().DefaultIfEmpty("*").ToList();
            return conventional.Of(name, ActionName(action), area).Distinct().SelectMany(route => shared.Select(verb => verb + " " + route))
                .DefaultIfEmpty(controller.Name + "." + action.Name).Select(n => new Endpoint(n, location, EndpointKind.Mvc, isAnonymous) { IsNegotiated = isNegotiated, Handler = action, HasPolicy = hasPolicy });
        }

        var isOData = odata is not null && controller.SelfAndBases().Any(t => t.Name == "ODataController" || t.GetAttributes().Any(a => a.AttributeClass?.Name == "ODataAttributeRoutingAttribute"));
        return from selector in selectors
               from prefix in prefixes.Count == 0 ? [null] : prefixes
               let route = Route.ReplaceTokens(Route.CombineMvc(prefix, selector.Template), name, ActionName(action), area)
               from verb in selector.Verbs.DefaultIfEmpty("*")
               group route by (verb, route) into endpoints
               select new Endpoint(endpoints.Key.verb + " " + endpoints.Key.route, location, EndpointKind.Mvc, isAnonymous) { IsOData = isOData && odata!.Serves(endpoints.Key.route), IsNegotiated = isNegotiated, Handler = action, HasPolicy = hasPolicy };
    }

    /// <summary>Whether a caller may ask for XML, as far as <c>[Produces]</c> says.</summary>
    private bool IsNegotiated(INamedTypeSymbol controller, IMethodSymbol action)
    {
        var types = (action.Attribute(known.Produces) ?? Inherited(controller, known.Produces))?.ConstructorArguments
            .Flat().Select(a => a.Value).OfType<string>().ToList();
        return types is null or { Count: 0 } || types.Exists(t => t.IndexOf("xml", StringComparison.OrdinalIgnoreCase) >= 0);
    }

    private bool IsAnonymous(INamedTypeSymbol controller) => _anonymous.GetOrAdd(controller, c => Access.IsAnonymous(known, null, c));

    private bool HasPolicy(INamedTypeSymbol controller) => _policies.GetOrAdd(controller, c => Access.HasPolicy(known, null, c));

    private (string Name, string Area, List<string?> Prefixes) ReadRoutes(INamedTypeSymbol controller) => (
        controller.Name.EndsWith("Controller", StringComparison.OrdinalIgnoreCase) ? controller.Name.Substring(0, controller.Name.Length - 10) : controller.Name,
        Inherited(controller, known.Area)?.ConstructorArguments.FirstOrDefault().Value as string ?? "",
        RoutesOf(controller));

    /// <summary>
    /// Verbs and template of each route, as ASP.NET Core's DefaultApplicationModelProvider pairs them: a verb attribute with a
    /// template is a route of its own; those without apply to the routes that have no verbs.
    /// </summary>
    private List<(string? Template, List<string> Verbs)> SelectorsOf(IMethodSymbol action)
    {
        List<(string? Template, List<string> Verbs)> selectors = [];
        List<string> shared = [];
        foreach (var attribute in RouteAttributes(action))
        {
            var verbs = attribute.AttributeClass.Is(known.HttpMethodProvider) ? VerbsOf(attribute).Distinct().ToList() : [];
            var template = attribute.AttributeClass.Is(known.RouteTemplateProvider) ? Template(attribute) : null;
            if (template is not null)
            {
                selectors.Add((template, verbs));
            }
            else
            {
                shared.AddRange(verbs);
            }
        }

        var open = selectors.Where(s => s.Verbs.Count == 0).ToList();
        if (open.Count == 0 && (shared.Count > 0 || selectors.Count == 0))
        {
            selectors.Add((null, shared));
        }

        foreach (var (_, verbs) in open)
        {
            verbs.AddRange(shared.Distinct());
        }

        return selectors;
    }

    /// <summary>The attributes of an action; of an override that has none, those of what it overrides.</summary>
    private IEnumerable<AttributeData> RouteAttributes(IMethodSymbol action)
    {
        for (var method = action; method is not null; method = method.OverriddenMethod)
        {
            var attributes = method.GetAttributes().Where(a => a.AttributeClass.Is(known.HttpMethodProvider) || a.AttributeClass.Is(known.RouteTemplateProvider)).ToList();
            if (attributes.Count > 0)
            {
                return attributes;
            }
        }

        return [];
    }

    private static string ActionName(IMethodSymbol action) =>
        action.GetAttributes().FirstOrDefault(a => a.AttributeClass?.Name == "ActionNameAttribute")?.ConstructorArguments.FirstOrDefault().Value as string
        ?? (action.Name.EndsWith("Async", StringComparison.Ordinal) ? action.Name.Substring(0, action.Name.Length - 5) : action.Name);

    private static IEnumerable<string> VerbsOf(AttributeData attribute)
    {
        // [HttpGet] and its kin carry the verb in their name; [AcceptVerbs] carries verbs as arguments.
        var name = attribute.AttributeClass!.SelfAndBases().Select(t => t.Name).FirstOrDefault(n => n.StartsWith("Http", StringComparison.Ordinal)) ?? attribute.AttributeClass!.Name; // [RestGetById] : HttpGetAttribute
        return name.StartsWith("Http", StringComparison.Ordinal) && name.EndsWith("Attribute", StringComparison.Ordinal)
            ? [name.Substring(4, name.Length - 13).ToUpperInvariant()]
            : attribute.ConstructorArguments.Flat()
                .Select(v => v.Value).OfType<string>().Select(v => v.ToUpperInvariant());
    }

    private static string? Template(AttributeData attribute) =>
        attribute.ConstructorArguments.FirstOrDefault() is { Kind: TypedConstantKind.Primitive, Value: string first } && attribute.AttributeClass!.Name != "AcceptVerbsAttribute"
            ? first
            : attribute.NamedArguments.FirstOrDefault(a => a.Key == "Route").Value.Value as string;

    private List<string?> RoutesOf(INamedTypeSymbol controller) =>
        controller.SelfAndBases()
            .Select(t => t.GetAttributes().Where(a => a.AttributeClass.Is(known.RouteTemplateProvider)).Select(Template).Where(t => t is not null).ToList())
            .FirstOrDefault(routes => routes.Count > 0) ?? [];

    private static AttributeData? Inherited(INamedTypeSymbol type, INamedTypeSymbol? attribute) =>
        attribute is null ? null : type.SelfAndBases().Select(t => t.Attribute(attribute)).FirstOrDefault(a => a is not null);

    /// <summary>A method and what it overrides, the root last.</summary>
    private static IEnumerable<IMethodSymbol> Overridden(IMethodSymbol method)
    {
        for (var m = method; m is not null; m = m.OverriddenMethod)
        {
            yield return m;
        }
    }
}
