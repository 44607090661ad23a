using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace PiiGuard.Analyzers.Shapes;

/// <summary>Texts that a handler makes of objects before it sends them: <c>JsonSerializer.Serialize(customer)</c>, <c>JsonConvert.SerializeObject(customer)</c>.</summary>
internal static class SerializedTexts
{
    private const int MostNested = 8;

    private static readonly Serializer NewtonsoftPlain = new(SerializerKind.Newtonsoft, NamingPolicy.None, IncludeFields: true);

    /// <summary>What a call writes to the response: <c>Response.WriteAsync(JsonSerializer.Serialize(customer))</c>. Empty where it writes no such text.</summary>
    public static IReadOnlyList<TextPart> WrittenBy(IInvocationOperation call) => call switch
    {
        { TargetMethod: { Name: "WriteAsync" or "WriteString" or "WriteStringAsync", ContainingType.Name: "HttpResponseWritingExtensions" or "HttpResponseDataExtensions" } or { Name: "StringAsync" or "SendStringAsync", ContainingNamespace.Name: "FastEndpoints" } } =>
            call.Arguments.Where(a => a.Value.Type?.SpecialType == SpecialType.System_String).Select(a => Find(a.Value, out var parts) ? parts : []).FirstOrDefault(p => p.Count > 0) ?? [],
        _ when StreamOf(call)?.Value is IPropertyReferenceOperation { Property: { Name: "Body", ContainingType.Name: "HttpResponse" } } && ObjectOf(call, argument: 1) is { } part => [part],
        _ => [],
    };

    /// <summary>Where <c>JsonSerializer.SerializeAsync(stream, customer)</c> writes to; null of any other call.</summary>
    public static IArgumentOperation? StreamOf(IInvocationOperation call) => call is { TargetMethod: { Name: "SerializeAsync", ContainingType: { Name: "JsonSerializer", ContainingNamespace.Name: "Json" } } }
        ? call.Arguments.FirstOrDefault(a => a.Parameter?.Ordinal == 0)
        : null;

    /// <summary>The text or the file that a factory of such sends: <c>Content(json, "application/json")</c>, <c>File(bytes, "text/csv")</c>.</summary>
    public static IOperation? ContentOf(IEnumerable<IArgumentOperation> arguments) =>
        arguments.FirstOrDefault(a => a.Parameter?.Name is "content" or "fileContents" or "contents" or "fileStream" or "stream" or "physicalPath" or "virtualPath" or "path" or "fileName" && a.Parameter.Ordinal == 0)?.Value;

    /// <summary>The same of <c>new ContentResult { Content = json }</c>.</summary>
    public static IOperation? ContentOf(IObjectOrCollectionInitializerOperation initializer) => initializer.Initializers.OfType<ISimpleAssignmentOperation>()
        .FirstOrDefault(a => a.Target is IPropertyReferenceOperation { Property.Name: "Content" })?.Value;

    /// <summary>Finds what a text was made of; false when that cannot be told.</summary>
    public static bool Find(IOperation? text, out List<TextPart> parts) => Find(text, parts = [], new(SymbolEqualityComparer.Default), depth: 0);

    /// <param name="text">The text.</param>
    /// <param name="parts">Takes what is found.</param>
    /// <param name="locals">Those that were followed already.</param>
    /// <param name="depth">How deep it stands in others.</param>
    private static bool Find(IOperation? text, List<TextPart> parts, HashSet<ISymbol> locals, int depth)
    {
        switch (BodyOperations.Unwrapped(text))
        {
            case var _ when depth > MostNested:
                return false;
            case ILocalReferenceOperation local when !locals.Add(local.Local):
                return true;
            case ILocalReferenceOperation local:
                return LocalWrites.ValuesOf(local) is { Count: > 0 } values && values.Aggregate(true, (known, value) => Find(value, parts, locals, depth + 1) && known);
            case IConditionalOperation { WhenFalse: { } otherwise } either:
                return Find(either.WhenTrue, parts, locals, depth + 1) & Find(otherwise, parts, locals, depth + 1);
            case IInvocationOperation { TargetMethod.Name: "ToString" or "ToJsonString", Instance: { Type: { } type } json } when WireTypes.IsJson(type):
                parts.Add(new(json, Serializer.Plain));
                return true;
            case IInvocationOperation { TargetMethod.Name: "ToString", Instance: ILocalReferenceOperation { Type.Name: "StringBuilder" } built }:
                return !locals.Add(built.Local) || LocalWrites.AddedTo(built).ToList() is { Count: > 0 } added && added.Aggregate(true, (known, value) => Find(value, parts, locals, depth + 1) && known); // line by line
            case IInvocationOperation call when ObjectOf(call, argument: 0) is { } part:
                parts.Add(part);
                return true;
            case IInvocationOperation { TargetMethod: { Name: "GetBytes", ContainingType.ContainingNamespace.Name: "Text" }, Arguments: { Length: 1 } of }:
                return Find(of[0].Value, parts, locals, depth + 1);
            case IInvocationOperation { TargetMethod: { IsAbstract: true } or { DeclaringSyntaxReferences.IsEmpty: true } } call when call.TargetMethod.Name is "Serialize" or "SerializeObject" or "SerializeToString" or "ToJson" && call.Arguments.FirstOrDefault() is { } of:
                parts.Add(new(of.Value, Serializer.Plain with { Naming = NamingPolicy.Unknown })); // of a library that nobody here knows, or behind an interface
                return true;
            case IInvocationOperation { TargetMethod.DeclaringSyntaxReferences.Length: > 0 } helper:
                parts.Add(new(helper, Serializer: null));
                return true;
            default:
                return false;
        }
    }

    /// <summary>The object that JSON is made of, as a text or as a tree: <c>JObject.FromObject(customer)</c>; null of any other call.</summary>
    public static TextPart? TreeOf(IInvocationOperation call) => call switch
    {
        { TargetMethod: { Name: "FromObject", IsStatic: true, ContainingType: { } json } } when WireTypes.IsJson(json) && call.Arguments.FirstOrDefault() is { } from => new(from.Value, NewtonsoftPlain),
        { TargetMethod: { Name: "SerializeToNode" or "SerializeToElement" or "SerializeToDocument" } } => ObjectOf(call, argument: 0),
        _ => null,
    };

    private static TextPart? ObjectOf(IInvocationOperation call, int argument) =>
        Writer(call) is { } serializer && call.Arguments.FirstOrDefault(a => a.Parameter?.Ordinal == argument)?.Value is { } value ? new(value, serializer) : null;

    private static Serializer? Writer(IInvocationOperation call) => call.TargetMethod switch
    {
        { Name: "Serialize" or "SerializeAsync" or "SerializeToUtf8Bytes" or "SerializeToNode" or "SerializeToElement" or "SerializeToDocument", ContainingType: { Name: "JsonSerializer", ContainingNamespace.Name: "Json" } } =>
            Options(call, "options", "jsonTypeInfo", "context") switch
            {
                null => Serializer.Plain,
                IPropertyReferenceOperation { Property.Name: "Web" } => Serializer.WebDefaults,
                IObjectCreationOperation { Arguments.Length: 1 } created when created.Arguments[0].Value.ConstantValue.Value is 1 => Serializer.WebDefaults,
                _ => Serializer.Plain with { Naming = NamingPolicy.Unknown },
            },
        { Name: "SerializeObject", ContainingType: { Name: "JsonConvert", ContainingNamespace.Name: "Json" } } =>
            Options(call, "settings", "converters") is null ? NewtonsoftPlain : NewtonsoftPlain with { Naming = NamingPolicy.Unknown },
        _ => null,
    };

    /// <summary>The argument that chooses names; null where none is given.</summary>
    private static IOperation? Options(IInvocationOperation call, params string[] names) => call.Arguments
        .Where(a => a.ArgumentKind == ArgumentKind.Explicit && names.Contains(a.Parameter?.Name, StringComparer.Ordinal)).Select(a => BodyOperations.Unwrapped(a.Value)).FirstOrDefault(v => v is not ILiteralOperation);
}

/// <summary>What a text was made of.</summary>
/// <param name="Value">The object; else a method of the project that makes the text.</param>
/// <param name="Serializer">Who made the text; null where a method of the project tells.</param>
internal readonly record struct TextPart(IOperation Value, Serializer? Serializer);
