using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using PiiGuard.Analyzers.Tests.Verify;

namespace PiiGuard.Benchmarks;

/// <summary>A web API of many controllers and DTOs, of the patterns that real ones have: untyped results, services, lists, nested DTOs, a minimal API in each tenth file.</summary>
/// <param name="controllers">How many controllers; there are three DTOs and one service for each.</param>
internal sealed class GeneratedApi(int controllers)
{
    private static readonly CSharpParseOptions Options = new(LanguageVersion.Latest);

    /// <summary>One in eight is personal, as in real services.</summary>
    private static readonly string[] Properties =
    [
        "string Email", "string FirstName", "string Msisdn", "string Status", "int Count", "decimal Price", "DateTime CreatedAt", "Guid CorrelationId", "string Description", "bool IsActive", "string Sku", "string Color",
        "int Quantity", "string Currency", "long Version", "string Unit", "string Kind", "string Label", "DateTime UpdatedAt", "string Title", "Uri Link", "double Score", "int Position", "string Note",
    ];

    public CSharpCompilation Compile() => CSharpCompilation.Create(
        "GeneratedApi", Trees.Value, ReferenceAssemblies.AspNetCore, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));

    public int Lines => Trees.Value.Sum(t => t.GetText().Lines.Count);

    /// <summary>The source of a controller, and of the same one after an edit.</summary>
    public static string Controller(int i, string edit = "") => $$"""
        namespace Api.Controllers{{i % 50}};

        /// <summary>Controller {{i}}.</summary>
        [ApiController]
        [Route("api/v{{i % 3}}/things{{i}}")]
        public class Things{{i}}Controller : ControllerBase
        {
            private readonly IService{{i}} _service;

            public Things{{i}}Controller(IService{{i}} service)
            {
                _service = service;
            }

            [HttpGet]
            public async Task<ActionResult<IEnumerable<Dto{{3 * i}}>>> List(int page, int size)
            {
                var items = await _service.ListAsync(page, Math.Min(size, 100));
                {{edit}}
                return Ok(items);
            }

            [HttpGet("{id:int}")]
            public async Task<IActionResult> Get(int id)
            {
                var item = await _service.FindAsync(id);
                if (item is null)
                {
                    return NotFound();
                }

                return Ok(item);
            }

            [HttpPost]
            public async Task<IActionResult> Add([FromBody] Dto{{3 * i + 1}} body)
            {
                if (!ModelState.IsValid)
                {
                    return BadRequest(ModelState);
                }

                var added = await _service.AddAsync(body);
                return CreatedAtAction(nameof(Get), new { id = added.Id }, added);
            }

            [HttpGet("{id:int}/summary")]
            public async Task<IActionResult> Summary(int id) => await Respond(id);

            [HttpDelete("{id:int}")]
            public async Task<IActionResult> Delete(int id)
            {
                await _service.DeleteAsync(id);
                return NoContent();
            }

            private async Task<IActionResult> Respond(int id)
            {
                var item = await _service.FindAsync(id);
                return item is null ? NotFound() : Ok(new { item.Id, item.Nested, Found = true });
            }
        }

        """;

    private Lazy<SyntaxTree[]> Trees { get; } = new(() => [.. Sources(controllers).Select((s, i) => CSharpSyntaxTree.ParseText(s, Options, $"File{i}.cs"))]);

    private static IEnumerable<string> Sources(int controllers)
    {
        yield return """
            global using System; global using System.Collections.Generic; global using System.Linq; global using System.Threading.Tasks;
            global using Microsoft.AspNetCore.Builder; global using Microsoft.AspNetCore.Http; global using Microsoft.AspNetCore.Mvc; global using Microsoft.AspNetCore.Routing; global using Api.Models; global using Api.Services;
            """;
        for (var i = 0; i < controllers; i++)
        {
            yield return Controller(i);
            yield return Models(i);
            yield return Service(i);
            if (i % 10 == 0)
            {
                yield return $$"""
                    namespace Api.Routes;

                    public static class Routes{{i}}
                    {
                        public static void Map(IEndpointRouteBuilder app)
                        {
                            var group = app.MapGroup("/minimal{{i}}");
                            group.MapGet("/{id}", async (int id, IService{{i}} service) => await service.FindAsync(id) is { } found ? Results.Ok(found) : Results.NotFound());
                            group.MapGet("/", async (IService{{i}} service) => await service.ListAsync(0, 10));
                            group.MapPost("/", (Dto{{3 * i + 1}} body) => TypedResults.Created("/x", body));
                        }
                    }

                    """;
            }
        }
    }

    private static string Models(int i)
    {
        var text = new StringBuilder("namespace Api.Models;\n\n");
        for (var d = 3 * i; d < 3 * i + 3; d++)
        {
            text.Append($"/// <summary>DTO {d}.</summary>\npublic class Dto{d}\n{{\n    public int Id {{ get; set; }}\n\n");
            for (var p = 0; p < 8; p++)
            {
                var property = Properties[(d * 7 + p * 3) % Properties.Length].Split(' ');
                text.Append($"    /// <summary>Property {p}.</summary>\n    public {property[0]}{(property[0] is "string" or "Uri" ? "?" : "")} {property[1]} {{ get; set; }}\n\n");
            }

            // A chain, so that shapes nest without a cycle.
            text.Append((d % 3) switch
            {
                0 => $"    public Dto{d + 1}? Nested {{ get; set; }}\n\n    public List<Dto{d + 2}> Items {{ get; set; }} = new();\n",
                1 => $"    public Dto{d + 1}? Nested {{ get; set; }}\n",
                _ => "",
            }).Append("}\n\n");
        }

        return text.ToString();
    }

    private static string Service(int i) => $$"""
        namespace Api.Services;

        public interface IService{{i}}
        {
            Task<List<Dto{{3 * i}}>> ListAsync(int page, int size);

            Task<Dto{{3 * i}}?> FindAsync(int id);

            Task<Dto{{3 * i + 1}}> AddAsync(Dto{{3 * i + 1}} item);

            Task DeleteAsync(int id);
        }

        public class Service{{i}} : IService{{i}}
        {
            private readonly Dictionary<int, Dto{{3 * i}}> _items = new();

            public Task<List<Dto{{3 * i}}>> ListAsync(int page, int size)
            {
                var selected = new List<Dto{{3 * i}}>();
                foreach (var item in _items.Values.Skip(page * size).Take(size))
                {
                    if (item.Id > 0)
                    {
                        selected.Add(item);
                    }
                }

                return Task.FromResult(selected);
            }

            public Task<Dto{{3 * i}}?> FindAsync(int id) => Task.FromResult(_items.TryGetValue(id, out var found) ? found : null);

            public Task<Dto{{3 * i + 1}}> AddAsync(Dto{{3 * i + 1}} item)
            {
                item.Id = _items.Count + 1;
                _items[item.Id] = new Dto{{3 * i}} { Id = item.Id };
                return Task.FromResult(item);
            }

            public Task DeleteAsync(int id)
            {
                _items.Remove(id);
                return Task.CompletedTask;
            }
        }

        """;
}
