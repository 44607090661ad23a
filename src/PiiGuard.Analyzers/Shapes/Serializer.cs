using System.Collections.Immutable;

namespace PiiGuard.Analyzers.Shapes;

/// <summary>Who writes a body, and how it names members.</summary>
/// <param name="Kind">Who.</param>
/// <param name="Naming">How CLR names become wire names.</param>
/// <param name="IncludeFields">Whether public fields are sent; Newtonsoft.Json always sends them.</param>
internal sealed record Serializer(SerializerKind Kind, NamingPolicy Naming, bool IncludeFields = false)
{
    /// <summary>System.Text.Json with the web defaults of ASP.NET Core, which SignalR's JSON protocol shares.</summary>
    public static Serializer WebDefaults { get; } = new(SerializerKind.SystemTextJson, NamingPolicy.CamelCase);

    /// <summary>System.Text.Json with its own defaults, as the isolated worker of Azure Functions uses it.</summary>
    public static Serializer Plain { get; } = new(SerializerKind.SystemTextJson, NamingPolicy.None);

    /// <summary>The formatter of MVC that <c>AddXmlSerializerFormatters</c> adds: XmlSerializer.</summary>
    public static Serializer Xml { get; } = new(SerializerKind.Xml, NamingPolicy.None, IncludeFields: true);

    /// <summary>The formatter of MVC that <c>AddXmlDataContractSerializerFormatters</c> adds: DataContractSerializer.</summary>
    public static Serializer DataContractXml { get; } = new(SerializerKind.DataContractXml, NamingPolicy.None, IncludeFields: true);

    /// <summary>A gRPC message; paths are those of protobuf's JSON mapping.</summary>
    public static Serializer Protobuf { get; } = new(SerializerKind.Protobuf, NamingPolicy.CamelCase);

    /// <summary>HotChocolate's schema: all that a query can ask for.</summary>
    public static Serializer GraphQL { get; } = new(SerializerKind.GraphQL, NamingPolicy.CamelCase);

    /// <summary>OData, by the model of the app.</summary>
    public static Serializer OData { get; } = new(SerializerKind.OData, NamingPolicy.None);

    /// <summary>Members that the app takes out of the model of OData: <c>Type.Member</c>.</summary>
    public ImmutableHashSet<string> Left { get; init; } = [];

    /// <summary>Whether converters or resolvers of the app's own may write anything in place of what the types say.</summary>
    public bool IsModified { get; init; }

    /// <summary>Whether a caller may ask for what lies behind an entity: <c>$expand</c>.</summary>
    public bool Expands { get; init; } = true;

    public bool IsOData => Kind == SerializerKind.OData;

    public bool IsXml => Kind is SerializerKind.Xml or SerializerKind.DataContractXml;

    public bool IsNewtonsoft => Kind == SerializerKind.Newtonsoft;
}

/// <summary>What writes a body.</summary>
internal enum SerializerKind
{
    SystemTextJson,
    Newtonsoft,
    Xml,
    DataContractXml,
    Protobuf,
    GraphQL,
    OData,
}
