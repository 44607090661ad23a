using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace PiiGuard.Analyzers.Configuration;

/// <summary>
/// The calls by which an app chooses its serialisers, its conventional routes and its model of OData, wherever they stand. Read from the syntax alone, so that nothing is bound twice; remembered for each
/// tree, as an edit changes one of them.
/// </summary>
internal static class StartupCalls
{
    private static readonly HashSet<string> Names = new(StringComparer.Ordinal)
    {
        "AddNewtonsoftJson", "AddJsonOptions", "ConfigureHttpJsonOptions", "Configure", "PostConfigure", "ConfigureAll", "UseMemberCasing", "AddXmlSerializerFormatters", "AddXmlDataContractSerializerFormatters",
        "AddRouteComponents", "AddOData", "Expand", "EnableQueryFeatures", "EntitySet", "Singleton", "EnableLowerCamelCase", "Ignore", "Function", "Action",
        "Create", "MapControllerRoute", "MapAreaControllerRoute", "MapDefaultControllerRoute", "MapRoute", "MapAreaRoute", "UseMvcWithDefaultRoute",
    };

    /// <summary>A text without any of these has none of the calls.</summary>
    private static readonly string[] Marks = ["SerializerOutputFormatter", "AddNewtonsoftJson", "JsonOptions", "AddXml", "ControllerRoute", "MapRoute", "MapAreaRoute", "UseMvcWithDefaultRoute", "AddRouteComponents", "AddOData", "ODataConventionModelBuilder", "ODataModelBuilder", "ConventionalControllers"];

    private static readonly ConditionalWeakTable<SyntaxTree, List<InvocationExpressionSyntax>> Calls = new();

    public static IEnumerable<InvocationExpressionSyntax> Of(Compilation compilation, CancellationToken cancellation) =>
        compilation.SyntaxTrees.SelectMany(tree => Calls.GetValue(tree, t => Find(t, cancellation)));

    public static string? NameOf(InvocationExpressionSyntax call) => call.Expression is MemberAccessExpressionSyntax { Name: { } name } ? name.Identifier.ValueText : null;

    /// <summary>The formatter of XML that a call adds by hand: <c>options.OutputFormatters.Add(new XmlSerializerOutputFormatter())</c>.</summary>
    public static string? FormatterOf(InvocationExpressionSyntax call) =>
        call.ArgumentList.Arguments.Select(a => a.Expression).OfType<ObjectCreationExpressionSyntax>().Select(o => o.Type.ToString().Split('.').Last())
            .FirstOrDefault(t => t is "XmlSerializerOutputFormatter" or "XmlDataContractSerializerOutputFormatter");

    private static List<InvocationExpressionSyntax> Find(SyntaxTree tree, CancellationToken cancellation) =>
        [.. tree.CallsWhereAny(Marks, cancellation).Where(c => NameOf(c) is { } name && (Names.Contains(name) || (name == "Add" && FormatterOf(c) is not null))).OrderBy(c => NameOf(c) == "UseMemberCasing")];
}
