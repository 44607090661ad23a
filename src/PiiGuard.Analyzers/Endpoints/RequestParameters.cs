using Microsoft.CodeAnalysis;
using PiiGuard.Analyzers.Configuration;
using PiiGuard.Analyzers.Shapes;
using PiiGuard.Classification;

namespace PiiGuard.Analyzers.Endpoints;

/// <summary>What the parameters of an endpoint say that come from the route or the query.</summary>
internal sealed class RequestParameters(FieldClassifier classifier, KnownSymbols known)
{
    private static readonly string[] KeyNames = ["id", "key"];

    /// <summary>
    /// The parameter by which a caller names whose data to return, and which can be counted through or is known to others; null when there is none, or when more is asked for than a log-in.
    /// </summary>
    public string? GuessableKeyOf(Endpoint endpoint) => endpoint.HasPolicy ? null : Of(endpoint).FirstOrDefault(IsGuessable)?.Name;

    /// <summary>The parameters that are personal data themselves.</summary>
    public IEnumerable<(string Name, PiiCategory Category)> PersonalOf(Endpoint endpoint) =>
        from value in Of(endpoint)
        where IsInRoute(value.Name, endpoint.Name) || !IsPosted(value.Parameter, endpoint)
        let type = LeafTypes.Of(WireTypes.Unwrap(value.Type))
        where type is FieldType.Text or FieldType.Date
        let category = classifier.Classify(new(value.Name, Type: type, Annotation: Annotations.Of(value.Symbol, known))).Category
        where category is not null
        select (value.Name, category.Value);

    private IEnumerable<RequestValue> Of(Endpoint endpoint) => endpoint.Handler?.Parameters.SelectMany(p => ValuesOf(p, endpoint)) ?? [];

    /// <summary>A parameter; of an object that is bound from route and query its properties.</summary>
    private IEnumerable<RequestValue> ValuesOf(IParameterSymbol parameter, Endpoint endpoint)
    {
        var name = NameOf(parameter);
        if (!IsOfRequest(parameter, name, endpoint.Name))
        {
            return [];
        }

        var type = WireTypes.Unwrap(parameter.Type);
        return !WireTypes.IsObject(type) || !known.IsOurs(type) ? [new(name, type, parameter, parameter)]
            : !IsTakenApart(parameter, endpoint) ? []
            : type.SelfAndBases().SelectMany(t => t.GetMembers()).OfType<IPropertySymbol>().Where(p => p is { IsStatic: false, IsIndexer: false, SetMethod.DeclaredAccessibility: Accessibility.Public })
                .Select(p => new RequestValue(NameOf(p), WireTypes.Unwrap(p.Type), p, parameter)).Where(v => IsOfRequest(v.Symbol, v.Name, endpoint.Name));
    }

    /// <summary>Whether the properties of an object come from route and query: by an attribute, or because MVC does so where nothing is posted.</summary>
    private bool IsTakenApart(IParameterSymbol parameter, Endpoint endpoint) =>
        parameter.GetAttributes().Any(a => a.AttributeClass is { } type && (type.Is(known.Access.FromQuery) || type.Is(known.Access.FromRoute) || type.Name == "AsParametersAttribute"))
        || (endpoint.Kind == EndpointKind.Mvc && endpoint.Name.StartsWith("GET ", StringComparison.Ordinal)
            && parameter.ContainingType?.SelfAndBases().Any(t => t.Attribute(known.Access.ApiController) is not null) != true);

    private static IEnumerable<AttributeData> AttributesOf(ISymbol value) => value is IPropertySymbol ? WireMembers.AttributesOf(value) : value.GetAttributes();

    /// <summary>The name by which a caller knows it: <c>[FromRoute(Name = "msisdn")]</c>.</summary>
    private string NameOf(ISymbol symbol) => AttributesOf(symbol)
        .Where(a => a.AttributeClass.Is(known.Access.FromQuery) || a.AttributeClass.Is(known.Access.FromRoute))
        .Select(a => a.NamedArguments.FirstOrDefault(n => n.Key == "Name").Value.Value as string).FirstOrDefault(n => n is { Length: > 0 }) ?? symbol.Name;

    private bool IsGuessable(RequestValue value)
    {
        var kind = LeafTypes.Of(value.Type);
        return kind switch
        {
            FieldType.Integer when Array.Exists(KeyNames, n => IsLastWord(value.Name, n)) => true,
            FieldType.Integer or FieldType.Text => classifier.Classify(new(value.Name, Type: kind)).Category is PiiCategory.PhoneNumber or PiiCategory.EmailAddress or PiiCategory.AccountNumber or PiiCategory.GovernmentId or PiiCategory.PaymentCard or PiiCategory.BankAccount,
            _ => false,
        };
    }

    /// <summary>Whether a word ends a camel-case name, or is all of it: <c>id</c>, <c>customerId</c>, not <c>paid</c>.</summary>
    private static bool IsLastWord(string name, string word) => string.Equals(name, word, StringComparison.OrdinalIgnoreCase)
        || (name.Length > word.Length && name.EndsWith(word, StringComparison.OrdinalIgnoreCase) && (char.IsUpper(name[name.Length - word.Length]) || name[name.Length - word.Length - 1] == '_'));

    /// <summary>What a form posts binds to the parameters of an action too, unless its controller is an <c>[ApiController]</c>.</summary>
    private bool IsPosted(IParameterSymbol parameter, Endpoint endpoint) => endpoint.Kind == EndpointKind.Mvc
        && (endpoint.Name.StartsWith("POST ", StringComparison.Ordinal) || endpoint.Name.StartsWith("PUT ", StringComparison.Ordinal) || endpoint.Name.StartsWith("PATCH ", StringComparison.Ordinal))
        && parameter.GetAttributes().All(a => !a.AttributeClass.Is(known.Access.FromQuery))
        && parameter.ContainingType?.SelfAndBases().Any(t => t.Attribute(known.Access.ApiController) is not null) != true;

    private static bool IsInRoute(string name, string endpoint) => endpoint.IndexOf("{" + name + "}", StringComparison.OrdinalIgnoreCase) >= 0;

    /// <summary>From the route or the query, not from a body, a header or a service.</summary>
    private bool IsOfRequest(ISymbol value, string name, string endpoint) =>
        IsInRoute(name, endpoint)
        || AttributesOf(value).All(a => a.AttributeClass is not { } type || type.Is(known.Access.FromQuery) || type.Is(known.Access.FromRoute) || !(type.Is(known.Access.BindingSource) || type.Name.StartsWith("From", StringComparison.Ordinal)));

    /// <summary>A value that a caller sends.</summary>
    /// <param name="Name">By which the caller knows it.</param>
    /// <param name="Type">Its type, without <c>?</c>.</param>
    /// <param name="Symbol">The parameter, or a property of its type.</param>
    /// <param name="Parameter">The parameter.</param>
    private sealed record RequestValue(string Name, ITypeSymbol Type, ISymbol Symbol, IParameterSymbol Parameter);
}
