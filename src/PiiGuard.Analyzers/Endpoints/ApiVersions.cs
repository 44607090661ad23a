using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using PiiGuard.Analyzers.Configuration;

namespace PiiGuard.Analyzers.Endpoints;

/// <summary>
/// The versions in which an endpoint is served (Asp.Versioning, or the package before it). Each is an endpoint of its own: one route can have a version with the fix and one without it.
/// </summary>
internal static class ApiVersions
{
    /// <summary>By <c>[MapToApiVersion]</c> and <c>[ApiVersion]</c> of an action, else of its controller.</summary>
    public static IReadOnlyList<string> Of(KnownSymbols known, INamedTypeSymbol controller, IMethodSymbol action)
    {
        var own = Attributes(known, action);
        return own.Count > 0 ? own : Attributes(known, controller);
    }

    /// <summary>By <c>MapToApiVersion</c> on an endpoint or on a group around it, else by <c>HasApiVersion</c> and the sets of versions.</summary>
    /// <param name="map">The call that maps.</param>
    /// <param name="origin">What the builder brings along from another method.</param>
    public static IReadOnlyList<string> Of(IInvocationOperation map, BuilderOrigin origin)
    {
        var said = origin;
        Access.AnyCall(map, call =>
        {
            said = call.Syntax is InvocationExpressionSyntax syntax ? With(said, syntax) : said;
            return false;
        });
        return Split(said.MappedVersions.Length > 0 ? said.MappedVersions : said.Versions);
    }

    /// <summary>With what a call says of versions.</summary>
    public static BuilderOrigin With(BuilderOrigin origin, InvocationExpressionSyntax call) => MappingFunction.LastName(call.Expression) switch
    {
        "HasApiVersion" or "HasDeprecatedApiVersion" => origin with { Versions = Add(origin.Versions, Version(call)) },
        "MapToApiVersion" => origin with { MappedVersions = Add(origin.MappedVersions, Version(call)) },
        "WithApiVersionSet" => SetOf(call).Aggregate(origin, With),
        _ => origin,
    };

    /// <summary>The name of an endpoint in a version.</summary>
    public static string Named(string endpoint, string version) => endpoint + " v" + version;

    /// <summary>What is said of a set where it is made: in place, or in a local before.</summary>
    private static IEnumerable<InvocationExpressionSyntax> SetOf(InvocationExpressionSyntax call)
    {
        var set = call.ArgumentList.Arguments.FirstOrDefault()?.Expression;
        if (set is IdentifierNameSyntax { Identifier.ValueText: var name })
        {
            set = call.Ancestors().Where(a => a is BlockSyntax or CompilationUnitSyntax).Select(a => BuilderScope.Of(a).Local(name)).FirstOrDefault(l => l is not null)?.Initializer?.Value;
        }

        return set?.DescendantNodesAndSelf().OfType<InvocationExpressionSyntax>().Where(c => MappingFunction.LastName(c.Expression) is "HasApiVersion" or "HasDeprecatedApiVersion") ?? [];
    }

    private static List<string> Attributes(KnownSymbols known, ISymbol symbol) =>
    [
        .. symbol.GetAttributes().Where(a => a.AttributeClass is { } type && (type.IsSame(known.Frameworks.ApiVersion) || type.IsSame(known.Frameworks.MapToApiVersion)))
            .Select(a => Text([.. a.ConstructorArguments.Where(c => c.Kind == TypedConstantKind.Primitive).Select(c => c.Value)])).OfType<string>().Distinct().OrderBy(v => v, StringComparer.Ordinal),
    ];

    /// <summary><c>HasApiVersion(1.0)</c>, <c>HasApiVersion(1, 0)</c>, <c>HasApiVersion(new ApiVersion(1, 0))</c>.</summary>
    private static string? Version(InvocationExpressionSyntax call)
    {
        var arguments = call.ArgumentList.Arguments is { Count: 1 } one && one[0].Expression is BaseObjectCreationExpressionSyntax { ArgumentList.Arguments: var inner } ? inner : call.ArgumentList.Arguments;
        return Text([.. arguments.Select(a => (a.Expression as LiteralExpressionSyntax)?.Token.Value)]);
    }

    /// <summary>Major and minor: <c>1</c>, <c>1.0</c>, <c>"1"</c> and <c>(1, 0)</c> are one version. A date or a status as it stands.</summary>
    private static string? Text(IReadOnlyList<object?> values) => values.FirstOrDefault() switch
    {
        string { Length: > 0 } text when char.IsDigit(text[0]) && text.All(c => c is >= 'a' and <= 'z' or >= 'A' and <= 'Z' or >= '0' and <= '9' or '.' or '-') => text.All(char.IsDigit) ? text + ".0" : text,
        double number => number.ToString("0.0##", CultureInfo.InvariantCulture),
        int major => string.Format(CultureInfo.InvariantCulture, "{0}.{1}", major, values.Count > 1 && values[1] is int minor ? minor : 0),
        _ => null,
    };

    private static string Add(string versions, string? version) =>
        version is null ? versions : string.Join(",", Split(versions).Append(version).Distinct().OrderBy(v => v, StringComparer.Ordinal));

    private static string[] Split(string versions) => versions.Split([','], StringSplitOptions.RemoveEmptyEntries);
}
