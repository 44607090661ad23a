using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using PiiGuard.Analyzers.Endpoints;
using PiiGuard.Analyzers.Shapes;

namespace PiiGuard.Analyzers.Configuration;

/// <summary>
/// The model of OData that an app builds (<c>builder.EntitySet&lt;Customer&gt;("Customers")</c>) and the prefixes under which it is served
/// (<c>AddRouteComponents("odata", model)</c>). With several models each set counts under each prefix.
/// </summary>
internal sealed class ODataModel
{
    private readonly List<string> _prefixes = [];
    private readonly Dictionary<string, string> _sets = new(StringComparer.Ordinal);
    private readonly HashSet<string> _singletons = new(StringComparer.Ordinal);
    private readonly HashSet<string> _operations = new(StringComparer.Ordinal);

    public IReadOnlyList<string> Prefixes => _prefixes;

    public Serializer Serializer { get; private set; } = Serializer.OData;

    /// <summary>Null where the app serves none.</summary>
    public static ODataModel? Read(Compilation compilation, CancellationToken cancellation)
    {
        var model = new ODataModel();
        bool isAdded = false, expands = false;
        foreach (var call in StartupCalls.Of(compilation, cancellation))
        {
            var text = (call.ArgumentList.Arguments.FirstOrDefault()?.Expression as LiteralExpressionSyntax)?.Token.Value as string;
            var type = (call.Expression as MemberAccessExpressionSyntax)?.Name is GenericNameSyntax generic ? LastName(generic.TypeArgumentList.Arguments[0]) : null;
            switch (StartupCalls.NameOf(call))
            {
                case "AddRouteComponents":
                    model._prefixes.Add(text ?? "");
                    break;
                case "AddOData":
                    isAdded = true;
                    break;
                case "Expand" or "EnableQueryFeatures":
                    expands = true;
                    break;
                case "EntitySet" when text is not null && type is not null:
                    model._sets[text] = type;
                    break;
                case "Singleton" when text is not null && type is not null:
                    model._sets[text] = type;
                    model._singletons.Add(text);
                    break;
                case "Function" or "Action" when text is not null:
                    model._operations.Add(text);
                    break;
                case "EnableLowerCamelCase":
                    model.Serializer = model.Serializer with { Naming = NamingPolicy.CamelCase };
                    break;
                case "Ignore" when TypeOf(call) is { } owner && call.ArgumentList.Arguments.FirstOrDefault()?.Expression is SimpleLambdaExpressionSyntax { Body: MemberAccessExpressionSyntax member }:
                    model.Serializer = model.Serializer with { Left = model.Serializer.Left.Add(owner + "." + member.Name.Identifier.ValueText) };
                    break;
            }
        }

        model.Serializer = model.Serializer with { Expands = expands || !isAdded };
        return model._prefixes.Count > 0 && model._sets.Count > 0 ? model : null;
    }

    /// <summary>Name of the type of a set or singleton; null: there is none of that name.</summary>
    public string? TypeOf(string set) => _sets.TryGetValue(set, out var type) ? type : null;

    public bool IsSingleton(string set) => _singletons.Contains(set);

    public bool IsOperation(string name) => _operations.Contains(name);

    /// <summary>Whether a route leads into the model: <c>/odata/Customers({key})</c>.</summary>
    public bool Serves(string route) => _prefixes.Exists(prefix =>
    {
        var start = Route.Combine("", prefix).TrimEnd('/') + "/";
        return route.StartsWith(start, StringComparison.OrdinalIgnoreCase) && _sets.ContainsKey(route.Substring(start.Length).Split('/', '(')[0]);
    });

    /// <summary>The type whose member a call takes out: of <c>builder.EntityType&lt;Customer&gt;().Ignore(…)</c>, or of a local that keeps the former.</summary>
    private static string? TypeOf(InvocationExpressionSyntax ignore)
    {
        var at = MappingFunction.Receiver(ignore);
        if (at is IdentifierNameSyntax local)
        {
            at = ignore.Ancestors().OfType<BlockSyntax>().Cast<SyntaxNode>().Concat(ignore.Ancestors().OfType<CompilationUnitSyntax>())
                .SelectMany(s => s.DescendantNodes().OfType<VariableDeclaratorSyntax>()).FirstOrDefault(v => v.Identifier.ValueText == local.Identifier.ValueText)?.Initializer?.Value;
        }

        return at?.DescendantNodesAndSelf().OfType<GenericNameSyntax>().Where(g => g.Identifier.ValueText is "EntityType" or "EntitySet" or "ComplexType" or "Singleton").Select(g => LastName(g.TypeArgumentList.Arguments[0])).FirstOrDefault();
    }

    private static string? LastName(TypeSyntax type) => MappingFunction.LastName(type is QualifiedNameSyntax qualified ? qualified.Right : type);
}
