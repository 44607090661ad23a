using Microsoft.CodeAnalysis;
using PiiGuard.Analyzers.Configuration;

namespace PiiGuard.Analyzers.Endpoints;

/// <summary>
/// The routes that OData's conventions give the actions of a controller that is named as a set: <c>Get(int key)</c> of <c>CustomersController</c> is
/// <c>GET /odata/Customers({key})</c> and <c>GET /odata/Customers/{key}</c>. Those that send a number (<c>/$count</c>), and names with their namespace, are left out.
/// </summary>
internal static class ODataRoutes
{
    private static readonly string[] Verbs = ["Get", "Post", "Put", "Patch", "Delete"];

    /// <summary>Verb and route of each.</summary>
    /// <param name="model">What the app serves.</param>
    /// <param name="controller">Name of the controller: that of a set or singleton, or there are none.</param>
    /// <param name="action">The action.</param>
    /// <param name="name">Its name.</param>
    /// <param name="verbs">Those that its attributes name.</param>
    public static IEnumerable<string> Of(ODataModel model, string controller, IMethodSymbol action, string name, IReadOnlyList<string> verbs)
    {
        if (model.TypeOf(controller) is not { } type)
        {
            return [];
        }

        var convention = Convention(name, controller, type);
        if (convention is null && !model.IsOperation(name))
        {
            return [];
        }

        var path = convention?.Path ?? "/" + name;
        var isOperation = convention is null;
        var methods = convention is { Verb: var verb } ? [verb] : verbs.Count > 0 ? verbs : ["GET"];
        var hasKey = action.Parameters.Any(p => p.Name == "key");
        List<string> owners = model.IsSingleton(controller) || !hasKey ? [controller] : [controller + "({key})", controller + "/{key}"];
        return from prefix in model.Prefixes
               from owner in owners
               from method in methods
               select method + " " + Route.Combine(prefix, owner + path + (isOperation && method == "GET" ? "()" : ""));
    }

    /// <summary>Verb, and path behind the set or entity: none of <c>Get</c>, <c>GetCustomer</c> and <c>GetCustomers</c>, that of the property of <c>GetOrders</c>.</summary>
    private static (string Verb, string Path)? Convention(string name, string set, string type)
    {
        var verb = Array.Find(Verbs, v => name.StartsWith(v, StringComparison.Ordinal) && (name.Length == v.Length || char.IsUpper(name[v.Length])));
        if (verb is null)
        {
            return null;
        }

        var rest = name.Substring(verb.Length);
        var from = rest.LastIndexOf("From", StringComparison.Ordinal); // GetOrdersFromCustomer
        rest = from >= 0 && rest.Substring(from + 4) == type ? rest.Substring(0, from) : rest;
        rest = rest.StartsWith("To", StringComparison.Ordinal) && rest.Length > 2 && char.IsUpper(rest[2]) ? rest.Substring(2) : rest; // PostToOrders
        return (verb.ToUpperInvariant(), rest.Length == 0 || rest == set || rest == type ? "" : "/" + rest);
    }
}
