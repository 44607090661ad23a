using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;

namespace PiiGuard.Analyzers.Configuration;

/// <summary>The types that the analyzers know by name, looked up once per compilation and compared by symbol.</summary>
internal sealed class KnownSymbols
{
    private static readonly ConditionalWeakTable<Compilation, KnownSymbols> All = new();

    private readonly Compilation _compilation;
    private readonly Dictionary<string, List<IAssemblySymbol>> _assemblies = new(StringComparer.Ordinal);

    private KnownSymbols(Compilation compilation)
    {
        _compilation = compilation;
        Frameworks = new KnownFrameworks(Find);
        Access = new KnownAccess(Find);
        ActionResult = Find("Microsoft.AspNetCore.Mvc.IActionResult");
        ActionResultOfT = Find("Microsoft.AspNetCore.Mvc.ActionResult`1");
        ControllerBase = Find("Microsoft.AspNetCore.Mvc.ControllerBase");
        ControllerAttribute = Find("Microsoft.AspNetCore.Mvc.ControllerAttribute");
        NonController = Find("Microsoft.AspNetCore.Mvc.NonControllerAttribute");
        NonAction = Find("Microsoft.AspNetCore.Mvc.NonActionAttribute");
        LoggerExtensions = Find("Microsoft.Extensions.Logging.LoggerExtensions");
        LoggerMessage = Find("Microsoft.Extensions.Logging.LoggerMessageAttribute");
        Activity = Find("System.Diagnostics.Activity");
        Exception = Find("System.Exception");
        Area = Find("Microsoft.AspNetCore.Mvc.AreaAttribute");
        RouteTemplateProvider = Find("Microsoft.AspNetCore.Mvc.Routing.IRouteTemplateProvider");
        ProducesResponseType = Find("Microsoft.AspNetCore.Mvc.ProducesResponseTypeAttribute");
        ApiConventionMethod = Find("Microsoft.AspNetCore.Mvc.ApiConventionMethodAttribute");
        ApiConventionType = Find("Microsoft.AspNetCore.Mvc.ApiConventionTypeAttribute");
        HttpMethodProvider = Find("Microsoft.AspNetCore.Mvc.Routing.IActionHttpMethodProvider");
        Result = Find("Microsoft.AspNetCore.Http.IResult");
        HttpResponseJson = Find("Microsoft.AspNetCore.Http.HttpResponseJsonExtensions");
        EndpointRouteBuilder = Find("Microsoft.AspNetCore.Routing.IEndpointRouteBuilder");
        EndpointRouteBuilderExtensions = Find("Microsoft.AspNetCore.Builder.EndpointRouteBuilderExtensions");
        RunExtensions = Find("Microsoft.AspNetCore.Builder.RunExtensions");
        UseExtensions = Find("Microsoft.AspNetCore.Builder.UseExtensions");
        HttpContext = Find("Microsoft.AspNetCore.Http.HttpContext");
        RequestDelegate = Find("Microsoft.AspNetCore.Http.RequestDelegate");
        Middleware = Find("Microsoft.AspNetCore.Http.IMiddleware");
        ExceptionHandler = Find("Microsoft.AspNetCore.Diagnostics.IExceptionHandler");
        Task = Find("System.Threading.Tasks.Task");
        TaskOfT = Find("System.Threading.Tasks.Task`1");
        ValueTask = Find("System.Threading.Tasks.ValueTask");
        ValueTaskOfT = Find("System.Threading.Tasks.ValueTask`1");
        AsyncEnumerableOfT = Find("System.Collections.Generic.IAsyncEnumerable`1");
        EnumerableOfT = Find("System.Collections.Generic.IEnumerable`1");
        DictionaryOfT = Find("System.Collections.Generic.IDictionary`2");
        ReadOnlyDictionaryOfT = Find("System.Collections.Generic.IReadOnlyDictionary`2");
        JsonIgnore = Find("System.Text.Json.Serialization.JsonIgnoreAttribute");
        JsonConverter = Find("System.Text.Json.Serialization.JsonConverterAttribute");
        JsonInclude = Find("System.Text.Json.Serialization.JsonIncludeAttribute");
        JsonPropertyName = Find("System.Text.Json.Serialization.JsonPropertyNameAttribute");
        JsonExtensionData = Find("System.Text.Json.Serialization.JsonExtensionDataAttribute");
        JsonPolymorphic = Find("System.Text.Json.Serialization.JsonPolymorphicAttribute");
        JsonDerivedType = Find("System.Text.Json.Serialization.JsonDerivedTypeAttribute");
        NewtonsoftIgnore = Find("Newtonsoft.Json.JsonIgnoreAttribute");
        NewtonsoftProperty = Find("Newtonsoft.Json.JsonPropertyAttribute");
        NewtonsoftObject = Find("Newtonsoft.Json.JsonObjectAttribute");
        NewtonsoftConverter = Find("Newtonsoft.Json.JsonConverterAttribute");
        NewtonsoftExtensionData = Find("Newtonsoft.Json.JsonExtensionDataAttribute");
        Produces = Find("Microsoft.AspNetCore.Mvc.ProducesAttribute");
        XmlIgnore = Find("System.Xml.Serialization.XmlIgnoreAttribute");
        XmlElement = Find("System.Xml.Serialization.XmlElementAttribute");
        XmlAttribute = Find("System.Xml.Serialization.XmlAttributeAttribute");
        XmlArray = Find("System.Xml.Serialization.XmlArrayAttribute");
        XmlInclude = Find("System.Xml.Serialization.XmlIncludeAttribute");
        XmlSerializable = Find("System.Xml.Serialization.IXmlSerializable");
        KnownType = Find("System.Runtime.Serialization.KnownTypeAttribute");
        DataContract = Find("System.Runtime.Serialization.DataContractAttribute");
        DataMember = Find("System.Runtime.Serialization.DataMemberAttribute");
        IgnoreDataMember = Find("System.Runtime.Serialization.IgnoreDataMemberAttribute");
        NonSerialized = Find("System.NonSerializedAttribute");
        DbContext = Find("Microsoft.EntityFrameworkCore.DbContext");
        DbSet = Find("Microsoft.EntityFrameworkCore.DbSet`1");
        EntityTypeConfiguration = Find("Microsoft.EntityFrameworkCore.IEntityTypeConfiguration`1");
        NotMapped = Find("System.ComponentModel.DataAnnotations.Schema.NotMappedAttribute");
        Owned = Find("Microsoft.EntityFrameworkCore.OwnedAttribute");
        Table = Find("System.ComponentModel.DataAnnotations.Schema.TableAttribute");
        Key = Find("System.ComponentModel.DataAnnotations.KeyAttribute");
        Pii = Find("PiiGuard.PiiAttribute");
        NotPii = Find("PiiGuard.NotPiiAttribute");
        PersonalData = Find("Microsoft.AspNetCore.Identity.PersonalDataAttribute");
        DataClassification = Find("Microsoft.Extensions.Compliance.Classification.DataClassificationAttribute");
    }

    /// <summary>Other frameworks than MVC and minimal APIs.</summary>
    public KnownFrameworks Frameworks { get; }

    /// <summary>What says who may call, and what a caller may choose.</summary>
    public KnownAccess Access { get; }

    public INamedTypeSymbol? ActionResult { get; }

    public INamedTypeSymbol? ActionResultOfT { get; }

    public INamedTypeSymbol? ControllerBase { get; }

    public INamedTypeSymbol? ControllerAttribute { get; }

    public INamedTypeSymbol? NonController { get; }

    public INamedTypeSymbol? NonAction { get; }

    public INamedTypeSymbol? LoggerExtensions { get; }

    public INamedTypeSymbol? LoggerMessage { get; }

    public INamedTypeSymbol? Activity { get; }

    public INamedTypeSymbol? Exception { get; }

    public INamedTypeSymbol? Area { get; }

    public INamedTypeSymbol? RouteTemplateProvider { get; }

    public INamedTypeSymbol? ProducesResponseType { get; }

    public INamedTypeSymbol? ApiConventionMethod { get; }

    public INamedTypeSymbol? ApiConventionType { get; }

    public INamedTypeSymbol? HttpMethodProvider { get; }

    public INamedTypeSymbol? Result { get; }

    public INamedTypeSymbol? HttpResponseJson { get; }

    public INamedTypeSymbol? EndpointRouteBuilder { get; }

    public INamedTypeSymbol? EndpointRouteBuilderExtensions { get; }

    public INamedTypeSymbol? RunExtensions { get; }

    public INamedTypeSymbol? UseExtensions { get; }

    public INamedTypeSymbol? HttpContext { get; }

    public INamedTypeSymbol? RequestDelegate { get; }

    public INamedTypeSymbol? Middleware { get; }

    public INamedTypeSymbol? ExceptionHandler { get; }

    public INamedTypeSymbol? Task { get; }

    public INamedTypeSymbol? TaskOfT { get; }

    public INamedTypeSymbol? ValueTask { get; }

    public INamedTypeSymbol? ValueTaskOfT { get; }

    public INamedTypeSymbol? AsyncEnumerableOfT { get; }

    public INamedTypeSymbol? EnumerableOfT { get; }

    public INamedTypeSymbol? DictionaryOfT { get; }

    public INamedTypeSymbol? ReadOnlyDictionaryOfT { get; }

    public INamedTypeSymbol? JsonIgnore { get; }

    public INamedTypeSymbol? JsonConverter { get; }

    public INamedTypeSymbol? JsonInclude { get; }

    public INamedTypeSymbol? JsonPropertyName { get; }

    public INamedTypeSymbol? JsonExtensionData { get; }

    public INamedTypeSymbol? JsonPolymorphic { get; }

    public INamedTypeSymbol? JsonDerivedType { get; }

    public INamedTypeSymbol? NewtonsoftIgnore { get; }

    public INamedTypeSymbol? NewtonsoftProperty { get; }

    public INamedTypeSymbol? NewtonsoftObject { get; }

    public INamedTypeSymbol? NewtonsoftConverter { get; }

    public INamedTypeSymbol? NewtonsoftExtensionData { get; }

    public INamedTypeSymbol? Produces { get; }

    public INamedTypeSymbol? XmlIgnore { get; }

    public INamedTypeSymbol? XmlElement { get; }

    public INamedTypeSymbol? XmlAttribute { get; }

    public INamedTypeSymbol? XmlArray { get; }

    public INamedTypeSymbol? XmlInclude { get; }

    public INamedTypeSymbol? XmlSerializable { get; }

    public INamedTypeSymbol? KnownType { get; }

    public INamedTypeSymbol? DataContract { get; }

    public INamedTypeSymbol? DataMember { get; }

    public INamedTypeSymbol? IgnoreDataMember { get; }

    public INamedTypeSymbol? NonSerialized { get; }

    public INamedTypeSymbol? DbContext { get; }

    public INamedTypeSymbol? DbSet { get; }

    public INamedTypeSymbol? EntityTypeConfiguration { get; }

    public INamedTypeSymbol? NotMapped { get; }

    public INamedTypeSymbol? Owned { get; }

    public INamedTypeSymbol? Table { get; }

    public INamedTypeSymbol? Key { get; }

    public INamedTypeSymbol? Pii { get; }

    public INamedTypeSymbol? NotPii { get; }

    public INamedTypeSymbol? PersonalData { get; }

    public INamedTypeSymbol? DataClassification { get; }

    /// <summary>Null when the compilation references no framework that serves requests: then there is nothing to analyze.</summary>
    public static KnownSymbols? Create(Compilation compilation)
    {
        var known = All.GetValue(compilation, c => new KnownSymbols(c)); // for all analyzers of a compilation
        return known.ActionResult is null && known.EndpointRouteBuilder is null && !known.Frameworks.Any ? null : known;
    }

    public IArrayTypeSymbol ArrayOf(ITypeSymbol element, int rank) => _compilation.CreateArrayTypeSymbol(element, rank);

    /// <summary>Whether a symbol is declared in the code that is compiled: of others there is no body, and no place where something can be reported.</summary>
    public bool IsOurs(ISymbol symbol) => SymbolEqualityComparer.Default.Equals(symbol.ContainingAssembly, _compilation.Assembly);

    /// <summary>Whether a type maps keys to values.</summary>
    public bool IsDictionary(ITypeSymbol? type) => type is not null && (type.ArgumentOf(DictionaryOfT) ?? type.ArgumentOf(ReadOnlyDictionaryOfT)) is not null;

    /// <summary>Whether a type says nothing about the body: <c>IActionResult</c>, <c>IResult</c> and what implements them.</summary>
    public bool IsUntypedResult(ITypeSymbol type) => type.Is(ActionResult) || type.Is(Result);

    /// <summary>
    /// The type of a metadata name, from the compiled code itself or from the assemblies that can hold it: those that begin with the first two parts of the
    /// name (in any case: ProtoBuf.Grpc lives in protobuf-net.Grpc), all of System for System. A search through each reference for each name that is absent would take longer than the rest of an analysis.
    /// </summary>
    private INamedTypeSymbol? Find(string metadataName)
    {
        var prefix = metadataName.StartsWith("System.", StringComparison.Ordinal) ? "System"
            : metadataName.StartsWith("Microsoft.AspNetCore.Identity.", StringComparison.Ordinal) && !metadataName.StartsWith("Microsoft.AspNetCore.Identity.Data.", StringComparison.Ordinal) ? "Microsoft.Extensions.Identity" // where it lives since ASP.NET Core 2.1
            : string.Join(".", metadataName.Split('.').Take(metadataName.StartsWith("Microsoft.", StringComparison.Ordinal) ? 2 : 1));
        if (!_assemblies.TryGetValue(prefix, out var assemblies))
        {
            _assemblies[prefix] = assemblies =
            [
                .. _compilation.SourceModule.ReferencedAssemblySymbols.Where(a => a.Name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase) || (prefix == "System" && a.Name is "mscorlib" or "netstandard")),
            ];
        }

        // Most types live in an assembly of which their name begins.
        return _compilation.Assembly.GetTypeByMetadataName(metadataName)
            ?? assemblies.Where(a => metadataName.StartsWith(a.Name, StringComparison.Ordinal)).Concat(assemblies)
                .Select(a => a.GetTypeByMetadataName(metadataName)).FirstOrDefault(t => t?.DeclaredAccessibility == Accessibility.Public);
    }
}
