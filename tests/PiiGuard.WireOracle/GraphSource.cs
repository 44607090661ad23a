using System.Globalization;
using System.Text;

namespace PiiGuard.WireOracle;

/// <summary>
/// An app of random object graphs: classes, records and structs, inheritance, generics, lists and dictionaries, attributes of both
/// serialisers, polymorphism, naming policies. The same seed makes the same app.
/// </summary>
public sealed class GraphSource : IOracleSource
{
    private const int Graphs = 25;
    private const int TypesPerGraph = 5;

    private static readonly string[] Scalars =
        ["string", "int", "bool", "decimal", "System.DateTime", "System.DateOnly", "System.Guid", "Kind", "int?", "System.Guid?", "byte[]", "System.Uri", "double", "System.DateTimeOffset?"];

    private static readonly string[] Names = ["Alpha", "BetaGamma", "URL", "IOStatus", "X", "Line1", "snake_case", "Email2Address", "ID", "aLower", "Ünicode", "HTTPHeader2"];

    private readonly Dice _dice;
    private readonly StringBuilder _code = new();
    private readonly Dictionary<string, string> _descriptions = new(StringComparer.Ordinal);
    private readonly List<string> _endpoints = [];
    private int _types;

    public GraphSource(int seed)
    {
        Name = string.Create(CultureInfo.InvariantCulture, $"seed {seed}");
        _dice = new(seed);
        var newtonsoft = _dice.Chance(40);
        var minimal = new StringBuilder();
        var actions = new StringBuilder();
        _code.AppendLine("#nullable disable");
        _code.AppendLine("using PiiGuard; using Microsoft.AspNetCore.Builder; using Microsoft.AspNetCore.Http; using Microsoft.AspNetCore.Mvc; using Microsoft.Extensions.DependencyInjection; using System.Collections.Generic; using System.Linq; using PiiGuard.WireOracle; using S = System.Text.Json.Serialization; using N = Newtonsoft.Json;");
        _code.AppendLine("public enum Kind { One, Two }");
        for (var graph = 0; graph < Graphs; graph++)
        {
            var start = _code.Length;
            var root = Graph();
            var types = _code.ToString(start, _code.Length - start);
            Endpoint(root, graph, types, minimal, actions);
        }

        _code.AppendLine(CultureInfo.InvariantCulture, $"public sealed class GraphsController : ControllerBase {{\n{actions}}}");
        _code.AppendLine("public static class Api {");
        var settings = Settings(newtonsoft);
        _code.AppendLine(CultureInfo.InvariantCulture, $"public static void Configure(WebApplicationBuilder builder) {{ {settings} }}");
        _code.AppendLine(CultureInfo.InvariantCulture, $"public static void Map(WebApplication app) {{\n{minimal}}} }}");
        Code = _code.ToString();
        Name += " " + settings;
    }

    public string Name { get; }

    public string Code { get; }

    public IReadOnlyList<string> Endpoints => _endpoints;

    public string Describe(string endpoint) => _descriptions[endpoint];

    private string Settings(bool newtonsoft)
    {
        var policy = new[] { "null", "System.Text.Json.JsonNamingPolicy.SnakeCaseLower", "System.Text.Json.JsonNamingPolicy.KebabCaseUpper", "System.Text.Json.JsonNamingPolicy.CamelCase" }[_dice.Next(4)];
        var http = _dice.Chance(40) ? $"builder.Services.ConfigureHttpJsonOptions(o => {{ o.SerializerOptions.PropertyNamingPolicy = {policy}; o.SerializerOptions.IncludeFields = {(_dice.Chance(50) ? "true" : "false")}; }});" : "";
        var mvc = newtonsoft
            ? new[]
            {
                "builder.Services.AddControllers().AddNewtonsoftJson(o => o.SerializerSettings.ReferenceLoopHandling = N.ReferenceLoopHandling.Ignore);",
                "builder.Services.AddControllers().AddNewtonsoftJson(o => o.SerializerSettings.ContractResolver = new N.Serialization.DefaultContractResolver { NamingStrategy = new N.Serialization.SnakeCaseNamingStrategy() });",
                "builder.Services.AddControllers().AddNewtonsoftJson(o => o.SerializerSettings.ContractResolver = new N.Serialization.DefaultContractResolver());",
            }[_dice.Next(3)]
            : _dice.Chance(40) ? $"builder.Services.AddControllers().AddJsonOptions(o => {{ o.JsonSerializerOptions.PropertyNamingPolicy = {policy}; o.JsonSerializerOptions.IncludeFields = {(_dice.Chance(50) ? "true" : "false")}; }});"
            : "builder.Services.AddControllers();";
        return http + mvc;
    }

    /// <summary>Some types of which a later one can hold an earlier one; the name of the last.</summary>
    private string Graph()
    {
        List<string> known = [];
        for (var i = 0; i < TypesPerGraph; i++)
        {
            var name = "T" + _types++.ToString(CultureInfo.InvariantCulture);
            known.Add(Type(name, known));
        }

        return known[^1];
    }

    private string Type(string name, List<string> known)
    {
        switch (_dice.Next(10))
        {
            case 0: // a positional record: attributes may stand on the parameter alone
                var third = Choose(known);
                _code.AppendLine(CultureInfo.InvariantCulture, $"public sealed record {name}([Pii(PiiCategory.Other)] string First, [property: Pii(PiiCategory.Other), S.JsonPropertyName(\"second!\"), N.JsonProperty(\"second!\")] int Second, {Mark(third)}{Typed(third, known)} Third{_dice.Next(9)});");
                return name;
            case 1:
                _code.AppendLine(CultureInfo.InvariantCulture, $"public struct {name} {{ {Members(known)} }}");
                return name;
            case 2: // a closed generic
                _code.AppendLine(CultureInfo.InvariantCulture, $"public sealed class {name}<T> {{ public T Item {{ get; set; }} public List<T> Items {{ get; set; }} {Members(known)} }}");
                return known.Count > 0 ? $"{name}<{known[_dice.Next(known.Count)]}>" : $"{name}<{name}Item>" + Inline($"public sealed class {name}Item {{ {Members(known)} }}");
            case 3: // a base and what derives from it
                _code.AppendLine(CultureInfo.InvariantCulture, $"public abstract class {name}Base {{ {Members(known)} [Pii(PiiCategory.Other)] public virtual string Own {{ get; set; }} = \"x\"; {Ignored()} public virtual string Hidden {{ get; set; }} = \"x\"; }}");
                _code.AppendLine(CultureInfo.InvariantCulture, $"public sealed class {name} : {name}Base {{ [Pii(PiiCategory.Other)] public override string Own {{ get; set; }} = \"x\"; [Pii(PiiCategory.Other)] public {(_dice.Chance(50) ? "new" : "override")} string Hidden {{ get; set; }} = \"x\"; {Members(known)} }}");
                return name;
            case 4: // polymorphic
                _code.AppendLine(CultureInfo.InvariantCulture, $"[S.JsonPolymorphic, S.JsonDerivedType(typeof({name}Sub), \"sub\")] public abstract class {name} {{ {Members(known)} }} public sealed class {name}Sub : {name} {{ [Pii(PiiCategory.Other)] public string OfSub {{ get; set; }} = \"x\"; }}");
                return name;
            case 5: // a tree
                _code.AppendLine(CultureInfo.InvariantCulture, $"public sealed class {name} {{ public List<{name}> Children {{ get; set; }} {Members(known)} }}");
                return name;
            case 6: // opt-in for Newtonsoft.Json
                _code.AppendLine(CultureInfo.InvariantCulture, $"[System.Runtime.Serialization.DataContract] public sealed class {name} {{ [Pii(PiiCategory.Other), System.Runtime.Serialization.DataMember(Name = \"named\")] public string Marked {{ get; set; }} = \"x\"; [Pii(PiiCategory.Other)] public string Unmarked {{ get; set; }} = \"x\"; }}");
                return name;
            default:
                _code.AppendLine(CultureInfo.InvariantCulture, $"public sealed class {name} {{ {Members(known)} {Oddities()} }}");
                return name;
        }
    }

    private string Inline(string type)
    {
        _code.AppendLine(type);
        return "";
    }

    private string Members(List<string> known)
    {
        var members = new StringBuilder();
        var names = Names.OrderBy(_ => _dice.Next(1000)).Take(2 + _dice.Next(3)).ToList();
        foreach (var name in names)
        {
            var type = Choose(known);
            members.Append(' ').Append(Attributes(type)).Append("public ").Append(Typed(type, known)).Append(' ').Append(name).Append(" { get; set; }");
        }

        return members.ToString();
    }

    private string Choose(List<string> known) => known.Count == 0 || _dice.Chance(60) ? Scalars[_dice.Next(Scalars.Length)] : known[_dice.Next(known.Count)];

    private string Typed(string type, List<string> known) => _dice.Next(12) switch
    {
        0 => $"List<{type}>",
        1 when !type.EndsWith('?') => $"{type}[]",
        2 => $"Dictionary<string, {type}>",
        3 => $"IReadOnlyList<{type}>",
        4 => $"Dictionary<string, List<{type}>>",
        5 => $"IEnumerable<{type}>",
        _ => type,
    };

    private string Attributes(string type)
    {
        return Mark(type) + _dice.Next(14) switch
        {
            0 => "[S.JsonIgnore] ",
            1 => "[N.JsonIgnore] ",
            2 => "[S.JsonIgnore, N.JsonIgnore] ",
            3 => "[S.JsonIgnore(Condition = S.JsonIgnoreCondition.WhenWritingDefault)] ",
            4 => "[S.JsonIgnore(Condition = S.JsonIgnoreCondition.Never)] ",
            5 => $"[S.JsonPropertyName(\"json{_types}_{_dice.Next(9000)}\")] ",
            6 => $"[N.JsonProperty(\"newton{_types}_{_dice.Next(9000)}\")] ",
            7 => "[System.Runtime.Serialization.IgnoreDataMember] ",
            8 => "[System.Obsolete] ",
            _ => "",
        };
    }

    private static string Mark(string type) => Scalars.Contains(type, StringComparer.Ordinal) ? "[Pii(PiiCategory.Other)] " : "";

    private string Ignored() => new[] { "[S.JsonIgnore]", "[N.JsonIgnore]", "[Pii(PiiCategory.Other)]" }[_dice.Next(3)];

    private string Oddities() => string.Concat(new[]
    {
        "[Pii(PiiCategory.Other)] public string Computed => \"x\"; ",
        "[Pii(PiiCategory.Other)] public string PublicField = \"x\"; ",
        "[Pii(PiiCategory.Other), S.JsonInclude] public string IncludedField = \"x\"; ",
        "[Pii(PiiCategory.Other), S.JsonInclude] internal string Included { get; set; } = \"x\"; ",
        "[Pii(PiiCategory.Other), N.JsonProperty] internal string NewtonsoftOnly { get; set; } = \"x\"; ",
        "[Pii(PiiCategory.Other)] public string Never { get; set; } = \"x\"; public bool ShouldSerializeNever() => false; ",
        "[Pii(PiiCategory.Other)] public string Sometimes { get; set; } = \"x\"; public bool ShouldSerializeSometimes() => Never1.Length >= 0; private string Never1 => \"x\"; ",
        "[Pii(PiiCategory.Other)] public static string Static { get; set; } = \"x\"; ",
        "[Pii(PiiCategory.Other)] public string this[int i] => \"x\"; ",
        "[Pii(PiiCategory.Other)] public string WriteOnly { set { } } ",
        "[Pii(PiiCategory.Other)] private string Private { get; set; } = \"x\"; ",
        "[Pii(PiiCategory.Other)] public string PrivateGet { private get; set; } = \"x\"; ",
        "public object Anything { get; set; } = \"x\"; ",
        "[S.JsonExtensionData] public Dictionary<string, object> More { get; set; } = new(); ",
    }.Where(_ => _dice.Chance(20)));

    private void Endpoint(string root, int graph, string types, StringBuilder minimal, StringBuilder actions)
    {
        var value = $"Sample.Of<{root}>()";
        var route = $"/g{graph}";
        var (to, line) = _dice.Next(9) switch
        {
            0 => (minimal, $"app.MapGet(\"{route}\", () => {value});"),
            1 => (minimal, $"app.MapGet(\"{route}\", () => Results.Ok({value}));"),
            2 => (minimal, $"app.MapGet(\"{route}\", () => TypedResults.Ok(new List<{root}> {{ {value} }}));"),
            3 => (minimal, $"app.MapGet(\"{route}\", () => Results.Json(new {{ Wrapped = {value}, Many = new[] {{ {value} }} }}));"),
            4 => (actions, $"[HttpGet(\"{route}\")] public ActionResult<{root}> G{graph}() => {value};"),
            5 => (actions, $"[HttpGet(\"{route}\")] public IActionResult G{graph}() => Ok({value});"),
            6 => (actions, $"[HttpGet(\"{route}\")] public IResult G{graph}() => TypedResults.Ok({value});"),
            7 => (actions, $"[HttpGet(\"{route}\")] public IEnumerable<{root}> G{graph}() => new[] {{ {value} }};"),
            _ => (actions, $"[HttpGet(\"{route}\")] public Dictionary<string, {root}> G{graph}() => Sample.Of<Dictionary<string, {root}>>();"),
        };
        to.AppendLine(line);
        _endpoints.Add("GET " + route);
        _descriptions.Add("GET " + route, types + line);
    }
}
