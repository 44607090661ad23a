using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using PiiGuard.Analyzers.Endpoints;
using PiiGuard.Analyzers.Shapes;

namespace PiiGuard.Analyzers.Configuration;

/// <summary>
/// Which serialiser writes which way out. It is decided for each way, not for the app: <c>AddNewtonsoftJson</c> and
/// <c>AddJsonOptions</c> reach the formatter of MVC, <c>ConfigureHttpJsonOptions</c> reaches results and minimal endpoints.
/// </summary>
/// <param name="Mvc">The formatter of MVC.</param>
/// <param name="Http"><c>IResult</c>, minimal endpoints and <c>WriteAsJsonAsync</c>.</param>
internal sealed record SerializerSettings(Serializer Mvc, Serializer Http)
{
    /// <summary>The formatters of XML that MVC has too: a caller who asks for it gets it.</summary>
    public IReadOnlyList<Serializer> Xml { get; init; } = [];

    /// <summary>The formatter of OData, where the app has a model.</summary>
    public Serializer OData { get; init; } = Serializer.OData;

    public static SerializerSettings Read(Compilation compilation, ODataModel? model, ProjectTypes project, CancellationToken cancellation)
    {
        var settings = new SerializerSettings(Serializer.WebDefaults, Serializer.WebDefaults) { OData = model?.Serializer ?? Serializer.OData };
        foreach (var call in StartupCalls.Of(compilation, cancellation))
        {
            settings = StartupCalls.NameOf(call) switch
            {
                "AddNewtonsoftJson" => settings with { Mvc = Newtonsoft(call) },
                "AddJsonOptions" when !settings.Mvc.IsNewtonsoft => settings with { Mvc = SystemTextJson(call, settings.Mvc, project) },
                "Configure" or "PostConfigure" or "ConfigureAll" when IsOfJson(call) && call.ToString().IndexOf("JsonSerializerOptions", StringComparison.Ordinal) >= 0 => settings with { Mvc = settings.Mvc.IsNewtonsoft ? settings.Mvc : SystemTextJson(call, settings.Mvc, project) },
                "Configure" or "PostConfigure" or "ConfigureAll" when IsOfJson(call) => settings with { Http = SystemTextJson(call, settings.Http, project) },
                "ConfigureHttpJsonOptions" => settings with { Http = SystemTextJson(call, settings.Http, project) },
                "AddXmlSerializerFormatters" => WithXml(settings, Serializer.Xml),
                "AddXmlDataContractSerializerFormatters" => WithXml(settings, Serializer.DataContractXml),
                "Add" => WithXml(settings, StartupCalls.FormatterOf(call) == "XmlSerializerOutputFormatter" ? Serializer.Xml : Serializer.DataContractXml),
                "UseMemberCasing" => settings with { Mvc = settings.Mvc with { Naming = NamingPolicy.None } },
                _ => settings,
            };
        }

        return settings;
    }

    /// <summary>Who writes the bodies of an endpoint.</summary>
    /// <param name="kind">What serves it.</param>
    /// <param name="byResult">Whether an <c>IResult</c>, or the handler itself, writes; else the framework does.</param>
    public Serializer Of(EndpointKind kind, bool byResult) => kind switch
    {
        EndpointKind.Mvc => byResult ? Http : Mvc,
        EndpointKind.Function => byResult ? Serializer.Plain : Mvc,
        EndpointKind.Hub => Serializer.WebDefaults,
        EndpointKind.Grpc => Serializer.Protobuf,
        EndpointKind.GraphQL => Serializer.GraphQL,
        _ => Http,
    };

    private static SerializerSettings WithXml(SerializerSettings settings, Serializer xml) => settings with { Xml = [.. settings.Xml.Append(xml).Distinct()] };

    /// <summary>Whoever may write the bodies of an endpoint, as the caller asks for.</summary>
    public IEnumerable<Serializer> AllOf(Endpoint endpoint, bool byResult) =>
        endpoint.IsOData && !byResult ? [OData]
        : endpoint.Kind == EndpointKind.Mvc && !byResult && endpoint.IsNegotiated ? Xml.Prepend(Mvc)
        : [Of(endpoint.Kind, byResult)];

    /// <summary>Whether the options go to another method: <c>o => Configure(o.JsonSerializerOptions)</c>.</summary>
    private static bool HandsOptionsOn(AnonymousFunctionExpressionSyntax configure) => configure.DescendantNodes().OfType<ArgumentSyntax>()
        .Any(a => a.Expression is IdentifierNameSyntax { Identifier.ValueText: var name } && configure.DescendantNodes().OfType<ParameterSyntax>().Any(p => p.Identifier.ValueText == name)
            || a.Expression is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "JsonSerializerOptions" or "SerializerOptions" });

    private static Serializer Newtonsoft(InvocationExpressionSyntax call)
    {
        // A contract resolver without a strategy keeps the names as they are; one of the project's own can do anything.
        var created = call.DescendantNodes().OfType<ObjectCreationExpressionSyntax>().Select(o => o.Type.ToString().Split('.').Last()).ToList();
        var naming = (created.Find(t => t.EndsWith("NamingStrategy", StringComparison.Ordinal)) ?? created.Find(t => t.EndsWith("Resolver", StringComparison.Ordinal))) switch
        {
            null or "CamelCaseNamingStrategy" or "CamelCasePropertyNamesContractResolver" => NamingPolicy.CamelCase,
            "SnakeCaseNamingStrategy" => NamingPolicy.SnakeCaseLower,
            "KebabCaseNamingStrategy" => NamingPolicy.KebabCaseLower,
            "DefaultNamingStrategy" or "DefaultContractResolver" => NamingPolicy.None,
            _ => NamingPolicy.Unknown,
        };
        return new(SerializerKind.Newtonsoft, naming, IncludeFields: true);
    }

    /// <summary><c>services.Configure&lt;JsonOptions&gt;(…)</c>: there is one for MVC, which has <c>JsonSerializerOptions</c>, and one for results.</summary>
    private static bool IsOfJson(InvocationExpressionSyntax call) =>
        call.Expression is MemberAccessExpressionSyntax { Name: GenericNameSyntax { TypeArgumentList.Arguments: { Count: 1 } types } } && types[0].ToString().EndsWith("JsonOptions", StringComparison.Ordinal);

    /// <summary>Whether a converter of the project's own is registered for all, or a resolver that changes what types have. Those of System.Text.Json write enumerations as texts, which are no paths.</summary>
    private static bool Modifies(InvocationExpressionSyntax call, ProjectTypes project) => call.DescendantNodes().Any(n => n switch
    {
        SimpleNameSyntax { Identifier.ValueText: "WithAddedModifier" or "Modifiers" } => true,
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Add" or "Insert", Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Converters" } }, ArgumentList.Arguments: var added } =>
            added.LastOrDefault()?.Expression is not ObjectCreationExpressionSyntax { Type: var type } || type.SimpleName() is not "JsonStringEnumConverter" and var converter && !project.IsMasking(converter),
        _ => false,
    });

    private static Serializer SystemTextJson(InvocationExpressionSyntax call, Serializer before, ProjectTypes project)
    {
        if (call.ArgumentList.Arguments.LastOrDefault()?.Expression is not AnonymousFunctionExpressionSyntax configure || HandsOptionsOn(configure))
        {
            before = before with { Naming = NamingPolicy.Unknown }; // what is said elsewhere is not looked for
        }

        before = before with { IsModified = before.IsModified || Modifies(call, project) };
        foreach (var assignment in call.DescendantNodes().OfType<AssignmentExpressionSyntax>())
        {
            var value = assignment.Right.ToString().Split('.').Last();
            before = (assignment.Left as MemberAccessExpressionSyntax)?.Name.Identifier.ValueText switch
            {
                "PropertyNamingPolicy" => before with
                {
                    Naming = value switch
                    {
                        "null" => NamingPolicy.None,
                        "SnakeCaseLower" => NamingPolicy.SnakeCaseLower,
                        "SnakeCaseUpper" => NamingPolicy.SnakeCaseUpper,
                        "KebabCaseLower" => NamingPolicy.KebabCaseLower,
                        "KebabCaseUpper" => NamingPolicy.KebabCaseUpper,
                        "CamelCase" => NamingPolicy.CamelCase,
                        _ => NamingPolicy.Unknown,
                    },
                },
                "IncludeFields" => before with { IncludeFields = value == "true" },
                _ => before,
            };
        }

        return before;
    }
}
