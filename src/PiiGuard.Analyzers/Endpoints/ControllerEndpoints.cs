using Microsoft.CodeAnalysis;
using PiiGuard.Analyzers.Configuration;

namespace PiiGuard.Analyzers.Endpoints;

/// <summary>Finds the actions of MVC controllers and their routes, by the rules of ASP.NET Core's ControllerFeatureProvider.</summary>
internal sealed class ControllerEndpoints(KnownSymbols known)
{
    private static readonly string[] AnyVerb = ["*"];

    public bool IsController(INamedTypeSymbol type) =>
        known.ActionResult is not null
        && type is { TypeKind: TypeKind.Class, IsAbstract: false, IsStatic: false, IsGenericType: false, DeclaredAccessibility: Accessibility.Public, ContainingType: null }
        && (type.Name.EndsWith("Controller", StringComparison.OrdinalIgnoreCase) || Inherited(type, known.ControllerAttribute) is not null)
        && Inherited(type, known.NonController) is null;

    public bool IsAction(IMethodSymbol method) =>
        method is { MethodKind: MethodKind.Ordinary, IsStatic: false, IsAbstract: false, IsGenericMethod: false, DeclaredAccessibility: Accessibility.Public }
        && method.Attribute(known.NonAction) is null
        && Root(method).ContainingType.SpecialType != SpecialType.System_Object
        && !(method.Name == "Dispose" && method.Parameters.IsEmpty);

    /// <summary>The actions that a controller inherits from a base class.</summary>
    public IEnumerable<IMethodSymbol> InheritedActions(INamedTypeSymbol controller)
    {
        var overridden = new HashSet<ISymbol>(controller.GetMembers().OfType<IMethodSymbol>().Where(m => m.IsOverride).Select(m => (ISymbol)m.OverriddenMethod!), SymbolEqualityComparer.Default);
        foreach (var type in controller.SelfAndBases().Skip(1).TakeWhile(t => !t.IsSame(known.ControllerBase)))
        {
            foreach (var method in type.GetMembers().OfType<IMethodSymbol>().Where(m => IsAction(m) && !overridden.Contains(m)))
            {
                if (method.OverriddenMethod is { } hidden)
                {
                    overridden.Add(hidden);
                }

                yield return method;
            }
        }
    }

    /// <summary>One endpoint for each verb and route of an action.</summary>
    public IEnumerable<Endpoint> Of(INamedTypeSymbol controller, IMethodSymbol action, Location location)
    {
        var verbs = new List<string>();
        var templates = new List<string?>();
        foreach (var attribute in action.GetAttributes())
        {
            if (attribute.AttributeClass.Is(known.HttpMethodProvider))
            {
                verbs.AddRange(VerbsOf(attribute));
            }

            if (attribute.AttributeClass.Is(known.RouteTemplateProvider) && Template(attribute) is { } template)
            {
                templates.Add(template);
            }
        }

        var prefixes = RoutesOf(controller);
        if (prefixes.Count == 0 && templates.Count == 0)
        {
            return [new(controller.Name + "." + action.Name, location)];
        }

        if (templates.Count == 0)
        {
            templates.Add(null);
        }

        var name = controller.Name.EndsWith("Controller", StringComparison.OrdinalIgnoreCase) ? controller.Name.Substring(0, controller.Name.Length - 10) : controller.Name;
        var area = Inherited(controller, known.Area)?.ConstructorArguments.FirstOrDefault().Value as string ?? "";
        return from verb in (verbs.Count == 0 ? AnyVerb : verbs.AsEnumerable()).Distinct()
               from template in templates
               from prefix in prefixes.Count == 0 ? [null] : prefixes
               let route = Route.ReplaceTokens(Route.CombineMvc(prefix, template), name, ActionName(action), area)
               group route by (verb, route) into endpoints
               select new Endpoint(endpoints.Key.verb + " " + endpoints.Key.route, location);
    }

    private static string ActionName(IMethodSymbol action) =>
        action.Name.EndsWith("Async", StringComparison.Ordinal) ? action.Name.Substring(0, action.Name.Length - 5) : action.Name;

    private static IEnumerable<string> VerbsOf(AttributeData attribute)
    {
        // [HttpGet] and its kin carry the verb in their name; [AcceptVerbs] carries verbs as arguments.
        var name = attribute.AttributeClass!.Name;
        return name.StartsWith("Http", StringComparison.Ordinal) && name.EndsWith("Attribute", StringComparison.Ordinal)
            ? [name.Substring(4, name.Length - 13).ToUpperInvariant()]
            : attribute.ConstructorArguments.SelectMany(a => a.Kind == TypedConstantKind.Array ? a.Values : [a])
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

    private static IMethodSymbol Root(IMethodSymbol method) => method.OverriddenMethod is { } overridden ? Root(overridden) : method;
}
