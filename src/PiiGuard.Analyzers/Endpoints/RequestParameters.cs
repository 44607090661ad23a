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
    public IEnumerable<(IParameterSymbol Parameter, PiiCategory Category)> PersonalOf(Endpoint endpoint) =>
        from parameter in Of(endpoint)
        where IsInRoute(parameter, endpoint.Name) || !IsPosted(parameter, endpoint)
        let type = LeafTypes.Of(WireTypes.Unwrap(parameter.Type))
        where type is FieldType.Text or FieldType.Date
        let category = classifier.Classify(new(parameter.Name, Type: type, Annotation: Annotations.Of(parameter, known))).Category
        where category is not null
        select (parameter, category.Value);

    private IEnumerable<IParameterSymbol> Of(Endpoint endpoint) => endpoint.Handler?.Parameters.Where(p => IsOfRequest(p, endpoint.Name)) ?? [];

    private bool IsGuessable(IParameterSymbol parameter)
    {
        var type = WireTypes.Unwrap(parameter.Type);
        var kind = LeafTypes.Of(type);
        return kind switch
        {
            FieldType.Integer when Array.Exists(KeyNames, n => IsLastWord(parameter.Name, n)) => true,
            FieldType.Integer or FieldType.Text => classifier.Classify(new(parameter.Name, Type: kind)).Category is PiiCategory.PhoneNumber or PiiCategory.EmailAddress or PiiCategory.AccountNumber or PiiCategory.GovernmentId or PiiCategory.PaymentCard or PiiCategory.BankAccount,
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

    private static bool IsInRoute(IParameterSymbol parameter, string endpoint) => endpoint.IndexOf("{" + parameter.Name + "}", StringComparison.OrdinalIgnoreCase) >= 0;

    /// <summary>From the route or the query, not from a body, a header or a service.</summary>
    private bool IsOfRequest(IParameterSymbol parameter, string endpoint) =>
        IsInRoute(parameter, endpoint)
        || parameter.GetAttributes().All(a => a.AttributeClass is not { } type || type.Is(known.Access.FromQuery) || type.Is(known.Access.FromRoute) || !(type.Is(known.Access.BindingSource) || type.Name.StartsWith("From", StringComparison.Ordinal)));
}
