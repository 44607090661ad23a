using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace PiiGuard.Analyzers.Shapes;

/// <summary>Texts that a handler makes of objects before it sends them: <c>JsonSerializer.Serialize(customer)</c>, <c>JsonConvert.SerializeObject(customer)</c>.</summary>
internal static class SerializedTexts
{
    private const int MostNested = 8;

    private static readonly Serializer NewtonsoftPlain = new(SerializerKind.Newtonsoft, NamingPolicy.None, IncludeFields: true);

    /// <summary>What a call writes to the response: <c>Response.WriteAsync(JsonSerializer.Serialize(customer))</c>. False where it writes no such text.</summary>
    public static bool ReadWritten(IOperation operation, BodyTypes types) =>
        (operation is IInvocationOperation { TargetMethod: { Name: "WriteAsync" or "WriteString" or "WriteStringAsync", ContainingType.Name: "HttpResponseWritingExtensions" or "HttpResponseDataExtensions" } or { Name: "StringAsync" or "SendStringAsync", ContainingNamespace.Name: "FastEndpoints" } } call
            && call.Arguments.Any(a => a.Value.Type?.SpecialType == SpecialType.System_String && Read(a.Value, types)))
        || (operation is IInvocationOperation writer && StreamOf(writer)?.Value is IPropertyReferenceOperation { Property: { Name: "Body", ContainingType.Name: "HttpResponse" } } && ReadObject(writer, argument: 1, types));

    /// <summary>Where <c>JsonSerializer.SerializeAsync(stream, customer)</c> writes to; null of any other call.</summary>
    public static IArgumentOperation? StreamOf(IInvocationOperation call) => call is { TargetMethod: { Name: "SerializeAsync", ContainingType: { Name: "JsonSerializer", ContainingNamespace.Name: "Json" } } }
        ? call.Arguments.FirstOrDefault(a => a.Parameter?.Ordinal == 0)
        : null;

    /// <summary>What a factory of text sends, where the text is made here: <c>Content(json, "application/json")</c>.</summary>
    public static bool ReadContent(IEnumerable<IArgumentOperation> arguments, BodyTypes types) => arguments.FirstOrDefault(a => a.Parameter?.Name == "content") is { } content && Read(content.Value, types);

    /// <summary>The same of <c>new ContentResult { Content = json }</c>.</summary>
    public static bool ReadContent(IObjectOrCollectionInitializerOperation initializer, BodyTypes types) => initializer.Initializers.OfType<ISimpleAssignmentOperation>()
        .FirstOrDefault(a => a.Target is IPropertyReferenceOperation { Property.Name: "Content" }) is { } assignment && Read(assignment.Value, types);

    /// <summary>Adds what a text was made of; false when that cannot be told.</summary>
    public static bool Read(IOperation? text, BodyTypes types, int depth = 0)
    {
        switch (BodyOperations.Unwrapped(text))
        {
            case var _ when depth > MostNested:
                return false;
            case ILocalReferenceOperation local:
                return LocalWrites.ValuesOf(local) is { Count: > 0 } values && values.Aggregate(true, (known, value) => Read(value, types, depth + 1) && known);
            case IConditionalOperation { WhenFalse: { } otherwise } either:
                return Read(either.WhenTrue, types, depth + 1) & Read(otherwise, types, depth + 1);
            case IInvocationOperation call when ReadObject(call, argument: 0, types):
                return true;
            default:
                return false;
        }
    }

    private static bool ReadObject(IInvocationOperation call, int argument, BodyTypes types)
    {
        if (Writer(call) is not { } serializer || BodyOperations.Unwrapped(call.Arguments.FirstOrDefault(a => a.Parameter?.Ordinal == argument)?.Value)?.Type is not { } type)
        {
            return false;
        }

        types.Add(new SerializedText(type, serializer));
        return true;
    }

    private static Serializer? Writer(IInvocationOperation call) => call.TargetMethod switch
    {
        { Name: "Serialize" or "SerializeAsync", ContainingType: { Name: "JsonSerializer", ContainingNamespace.Name: "Json" } } =>
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
