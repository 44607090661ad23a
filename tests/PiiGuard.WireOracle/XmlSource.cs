using System.Globalization;
using System.Text;

namespace PiiGuard.WireOracle;

/// <summary>
/// An app whose MVC also writes XML, by XmlSerializer or DataContractSerializer: classes, inheritance, lists, dictionaries, types that XML cannot hold, attributes of both and of JSON. The
/// same seed makes the same app.
/// </summary>
public sealed class XmlSource : IOracleSource
{
    private const int Graphs = 25;
    private const int TypesPerGraph = 4;

    private static readonly string[] Scalars = ["string", "int", "bool", "decimal", "System.DateTime", "System.Guid", "Kind", "int?", "byte[]", "double"];

    private readonly Dice _dice;
    private readonly StringBuilder _code = new();
    private readonly Dictionary<string, string> _descriptions = new(StringComparer.Ordinal);
    private readonly List<string> _endpoints = [];
    private int _types;

    public XmlSource(int seed)
    {
        _dice = new(seed);
        var formatters = seed % 2 == 0 ? "AddXmlSerializerFormatters" : "AddXmlDataContractSerializerFormatters";
        Name = string.Create(CultureInfo.InvariantCulture, $"XML, seed {seed}, {formatters}");
        _code.AppendLine("#nullable disable");
        _code.AppendLine("using PiiGuard; using Microsoft.AspNetCore.Builder; using Microsoft.AspNetCore.Mvc; using Microsoft.Extensions.DependencyInjection; using System.Collections.Generic; using System.Runtime.Serialization; using System.Xml.Serialization; using PiiGuard.WireOracle; using S = System.Text.Json.Serialization;");
        _code.AppendLine("public enum Kind { One, Two }");
        var actions = new StringBuilder();
        for (var graph = 0; graph < Graphs; graph++)
        {
            var start = _code.Length;
            var root = Graph();
            Endpoint(root, graph, _code.ToString(start, _code.Length - start), actions);
        }

        _code.AppendLine(CultureInfo.InvariantCulture, $"public sealed class GraphsController : ControllerBase {{\n{actions}}}");
        _code.AppendLine(CultureInfo.InvariantCulture, $"public static class Api {{ public static void Configure(WebApplicationBuilder builder) {{ builder.Services.AddControllers().{formatters}(); }} public static void Map(WebApplication app) {{ }} }}");
    }

    public string Name { get; }

    public string Code => _code.ToString();

    public IReadOnlyList<string> Endpoints => _endpoints;

    public bool WritesXml => true;

    public string Describe(string endpoint) => _descriptions[endpoint];

    private string Graph()
    {
        List<string> known = [];
        for (var i = 0; i < TypesPerGraph; i++)
        {
            known.Add(Type("T" + _types++.ToString(CultureInfo.InvariantCulture), known));
        }

        return known[^1];
    }

    private string Type(string name, List<string> known)
    {
        _code.AppendLine(_dice.Next(9) switch
        {
            0 => $"public sealed record {name}([property: Pii(PiiCategory.Other)] string First);", // no constructor that takes nothing
            1 => $"public struct {name} {{ {Members(known)} }}",
            2 => $"public abstract class {name}Base {{ {Members(known)} [Pii(PiiCategory.Other)] public virtual string Own {{ get; set; }} = \"x\"; }} public sealed class {name} : {name}Base {{ [Pii(PiiCategory.Other)] public override string Own {{ get; set; }} = \"x\"; {Members(known)} }}",
            3 => $"[DataContract] public sealed class {name} {{ [Pii(PiiCategory.Other), DataMember(Name = \"named\")] public string Marked {{ get; set; }} = \"x\"; [Pii(PiiCategory.Other), DataMember] internal string Hidden {{ get; set; }} = \"x\"; [Pii(PiiCategory.Other)] public string Unmarked {{ get; set; }} = \"x\"; }}",
            4 => $"public sealed class {name} {{ public List<{name}> Children {{ get; set; }} {Members(known)} }}", // a tree
            _ => $"public sealed class {name} {{ {Members(known)} {Oddities()} }}",
        });
        return name;
    }

    private string Members(List<string> known)
    {
        var members = new StringBuilder();
        for (var i = _dice.Next(3) + 1; i > 0; i--)
        {
            var type = known.Count == 0 || _dice.Next(100) < 60 ? Scalars[_dice.Next(Scalars.Length)] : known[_dice.Next(known.Count)];
            var mark = Scalars.Contains(type, StringComparer.Ordinal) ? "[Pii(PiiCategory.Other)] " : "";
            var shape = _dice.Next(12) switch
            {
                0 => $"List<{type}>",
                1 when !type.EndsWith('?') => $"{type}[]",
                2 when _dice.Next(3) == 0 => $"Dictionary<string, {type}>",
                3 when _dice.Next(3) == 0 => $"IReadOnlyList<{type}>",
                _ => type,
            };
            members.Append(mark).Append(_dice.Next(12) switch
            {
                0 => "[XmlIgnore] ",
                1 => "[S.JsonIgnore] ",
                2 => "[IgnoreDataMember] ",
                3 when shape == type => $"[XmlElement(\"Element{_types}_{i}_{_dice.Next(9000)}\")] ",
                4 when shape != type => $"[XmlArray(\"Array{_types}_{i}_{_dice.Next(9000)}\")] ",
                5 when mark.Length > 0 && shape == type && type is "string" or "int" or "bool" => "[XmlAttribute] ",
                _ => "",
            }).Append("public ").Append(shape).Append(CultureInfo.InvariantCulture, $" P{_types}_{i}_{_dice.Next(9000)} {{ get; set; }} ");
        }

        return members.ToString();
    }

    private string Oddities() => string.Concat(new[]
    {
        "[Pii(PiiCategory.Other)] public string Computed => \"x\"; ",
        "[Pii(PiiCategory.Other)] public string PublicField = \"x\"; ",
        "[Pii(PiiCategory.Other)] public readonly string ReadOnlyField = \"x\"; ",
        "[Pii(PiiCategory.Other)] public static string Static { get; set; } = \"x\"; ",
        "[Pii(PiiCategory.Other)] public string PrivateSet { get; private set; } = \"x\"; ",
        "[Pii(PiiCategory.Other)] public List<string> PrivateSetList { get; private set; } = [\"x\"]; ",
        "[Pii(PiiCategory.Other)] public string Init { get; init; } = \"x\"; ",
        "[Pii(PiiCategory.Other)] public List<string> GetOnlyList { get; } = [\"x\"]; ",
    }.Where(_ => _dice.Next(100) < 20));

    private void Endpoint(string root, int graph, string types, StringBuilder actions)
    {
        var route = $"/g{graph}";
        var line = _dice.Next(6) switch
        {
            0 => $"[HttpGet(\"{route}\")] public ActionResult<{root}> G{graph}() => Sample.Of<{root}>();",
            1 => $"[HttpGet(\"{route}\")] public IEnumerable<{root}> G{graph}() => new[] {{ Sample.Of<{root}>() }};",
            2 => $"[HttpGet(\"{route}\")] public IActionResult G{graph}() => Ok(new {{ Wrapped = Sample.Of<{root}>() }});", // which XML cannot hold
            3 => $"[HttpGet(\"{route}\"), Produces(\"application/json\")] public {root} G{graph}() => Sample.Of<{root}>();",
            4 => $"[HttpGet(\"{route}\")] public List<{root}> G{graph}() => new() {{ Sample.Of<{root}>() }};",
            _ => $"[HttpGet(\"{route}\")] public IActionResult G{graph}() => Ok(Sample.Of<{root}>());",
        };
        actions.AppendLine(line);
        _endpoints.Add("GET " + route);
        _descriptions.Add("GET " + route, types + line);
    }
}
