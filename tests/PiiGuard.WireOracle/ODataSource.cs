using System.Globalization;
using System.Text;

namespace PiiGuard.WireOracle;

/// <summary>
/// An app whose controllers OData serves by its conventions, from a model: entities with their navigations, which a caller asks for by <c>$expand</c>, complex values, and attributes that
/// other serialisers know. The same seed makes the same app.
/// </summary>
public sealed class ODataSource : IOracleSource
{
    private const int Sets = 8;

    private static readonly string[] Scalars = ["string", "int", "bool", "decimal", "System.DateTimeOffset", "System.Guid", "System.DateOnly", "Kind", "int?", "byte[]", "double"];

    private readonly Dice _dice;
    private readonly StringBuilder _code = new();
    private readonly Dictionary<string, string> _descriptions = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _paths = new(StringComparer.Ordinal);
    private readonly StringBuilder _model = new();
    private readonly bool _isCamelCase;
    private int _members;

    public ODataSource(int seed)
    {
        _dice = new(seed);
        _isCamelCase = seed % 2 == 0;
        Name = string.Create(CultureInfo.InvariantCulture, $"OData, seed {seed}");
        _code.AppendLine("#nullable disable");
        _code.AppendLine("using PiiGuard; using System.Linq; using Microsoft.AspNetCore.Builder; using Microsoft.AspNetCore.Mvc; using Microsoft.AspNetCore.OData; using Microsoft.AspNetCore.OData.Query; using Microsoft.AspNetCore.OData.Results; using Microsoft.AspNetCore.OData.Routing.Controllers; using Microsoft.Extensions.DependencyInjection; using Microsoft.OData.ModelBuilder; using System.Collections.Generic; using System.ComponentModel.DataAnnotations.Schema; using System.Runtime.Serialization; using PiiGuard.WireOracle; using S = System.Text.Json.Serialization;");
        _code.AppendLine("public enum Kind { One, Two }");
        var controllers = new StringBuilder();
        for (var set = 0; set < Sets; set++)
        {
            var start = _code.Length;
            var entity = Entity($"E{set}", depth: 0);
            _model.AppendLine(CultureInfo.InvariantCulture, $"model.EntitySet<{entity.Name}>(\"Set{set}\");");
            Controller(set, entity, _code.ToString(start, _code.Length - start), controllers);
        }

        _code.Append(controllers);
        _code.AppendLine(CultureInfo.InvariantCulture, $$"""
            public static class Api
            {
                public static void Configure(WebApplicationBuilder builder)
                {
                    var model = new ODataConventionModelBuilder();
                    {{(_isCamelCase ? "model.EnableLowerCamelCase();" : "")}}
                    {{_model}}
                    builder.Services.AddControllers().AddOData(o => o.Select().Expand().AddRouteComponents("odata", model.GetEdmModel()));
                }

                public static void Map(WebApplication app) { }
            }
            """);
    }

    public string Name { get; }

    public string Code => _code.ToString();

    public IReadOnlyList<string> Endpoints => [.. _paths.Keys];

    public string PathOf(string endpoint) => _paths[endpoint];

    public string Describe(string endpoint) => _descriptions[endpoint];

    /// <summary>Writes an entity; gives back what expands all it leads to.</summary>
    private (string Name, string Expand, string? List) Entity(string name, int depth)
    {
        List<(string Member, string Type, string Expand)> navigations = [];
        string? list = null;
        for (var i = depth < 2 ? _dice.Next(3) : 0; i > 0; i--)
        {
            var (type, expand, _) = Entity($"{name}N{i}", depth + 1);
            var isList = _dice.Chance(50);
            list ??= isList ? "Nav" + i : null;
            navigations.Add(("Nav" + i, isList ? $"List<{type}>" : type, expand));
        }

        var complex = _dice.Chance(50) ? $"{name}Complex" : null;
        if (complex is not null)
        {
            _code.AppendLine(CultureInfo.InvariantCulture, $"public sealed class {complex} {{ {Members(complex)} }}");
        }

        var isDerived = _dice.Chance(30);
        if (isDerived)
        {
            _code.AppendLine(CultureInfo.InvariantCulture, $"public abstract class {name}Base {{ [Pii(PiiCategory.Other)] public int Id {{ get; set; }} {Members(name + "Base")} }}");
        }

        _code.AppendLine(CultureInfo.InvariantCulture, $"public sealed class {name}{(isDerived ? $" : {name}Base" : "")} {{ {(isDerived ? "" : "[Pii(PiiCategory.Other)] public int Id { get; set; }")} {Members(name)} {(complex is null ? "" : $"public {(_dice.Chance(40) ? $"List<{complex}>" : complex)} Complex {{ get; set; }}")} {string.Concat(navigations.Select(n => $"public {n.Type} {n.Member} {{ get; set; }} "))}}}");
        return (name, string.Join(",", navigations.Select(n => Cased(n.Member) + (n.Expand.Length > 0 ? $"($expand={n.Expand})" : ""))), list);
    }

    private string Members(string type)
    {
        var members = new StringBuilder();
        for (var i = _dice.Next(5) + 2; i > 0; i--)
        {
            var member = string.Create(CultureInfo.InvariantCulture, $"P{_members++}");
            var scalar = Scalars[_dice.Next(Scalars.Length)];
            var shape = _dice.Chance(20) ? $"List<{scalar}>" : scalar;
            var (attribute, accessors) = _dice.Next(14) switch
            {
                0 => ("[S.JsonIgnore] ", "{ get; set; }"),
                1 => ("[IgnoreDataMember] ", "{ get; set; }"),
                2 => ("[NotMapped] ", "{ get; set; }"),
                3 => ("[S.JsonPropertyName(\"other\")] ", "{ get; set; }"),
                4 => ("", "{ get; private set; }"),
                5 when shape == scalar && scalar == "string" => ("", "=> \"x\";"),
                6 => ("", "{ get; init; }"),
                _ => ("", "{ get; set; }"),
            };
            if (attribute.Length == 0 && _dice.Chance(10))
            {
                _model.AppendLine(CultureInfo.InvariantCulture, $"model.{(type.EndsWith("Complex", StringComparison.Ordinal) ? "ComplexType" : "EntityType")}<{type}>().Ignore(x => x.{member});");
            }

            members.Append(CultureInfo.InvariantCulture, $"[Pii(PiiCategory.Other)] {attribute}public {shape} {member} {accessors} ");
        }

        return members.ToString();
    }

    private void Controller(int set, (string Name, string Expand, string? List) entity, string types, StringBuilder controllers)
    {
        var expand = entity.Expand.Length > 0 ? "?$expand=" + entity.Expand : "";
        var all = _dice.Next(3) switch
        {
            0 => $"[EnableQuery(MaxExpansionDepth = 9)] public IQueryable<{entity.Name}> Get() => new[] {{ Sample.Of<{entity.Name}>() }}.AsQueryable();",
            1 => $"[EnableQuery(MaxExpansionDepth = 9)] public IEnumerable<{entity.Name}> Get() => new List<{entity.Name}> {{ Sample.Of<{entity.Name}>() }};",
            _ => $"[EnableQuery(MaxExpansionDepth = 9)] public IActionResult Get{(_dice.Chance(50) ? $"Set{set}" : "")}() => Ok(new List<{entity.Name}> {{ Sample.Of<{entity.Name}>() }});",
        };
        var one = _dice.Next(3) switch
        {
            0 => $"[EnableQuery(MaxExpansionDepth = 9)] public SingleResult<{entity.Name}> Get(int key) => SingleResult.Create(new[] {{ Sample.Of<{entity.Name}>() }}.AsQueryable());",
            1 => $"[EnableQuery(MaxExpansionDepth = 9)] public ActionResult<{entity.Name}> Get{(_dice.Chance(50) ? entity.Name : "")}(int key) => Sample.Of<{entity.Name}>();",
            _ => $"[EnableQuery(MaxExpansionDepth = 9)] public IActionResult Get(int key) => Ok(Sample.Of<{entity.Name}>());",
        };
        var source = $"public sealed class Set{set}Controller : {(_dice.Chance(50) ? "ODataController" : "ControllerBase")} {{ {all} {one} }}";
        controllers.AppendLine(source);
        foreach (var (endpoint, path) in new[] { ($"/odata/Set{set}", $"/odata/Set{set}"), ($"/odata/Set{set}({{key}})", $"/odata/Set{set}(7)"), ($"/odata/Set{set}/{{key}}", $"/odata/Set{set}/7") })
        {
            _paths.Add("GET " + endpoint, path + expand);
            _descriptions.Add("GET " + endpoint, types + _model + source + "\n" + path + expand);
        }
    }

    private string Cased(string name) => _isCamelCase ? char.ToLowerInvariant(name[0]) + name[1..] : name;
}
