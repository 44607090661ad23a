using System.CommandLine;
using PiiGuard.WireOracle;

var graphs = new Option<int>("--graphs") { Description = "How many object graphs to generate.", DefaultValueFactory = _ => 500 };
var seed = new Option<int>("--seed") { Description = "Seed of the first app; each app has the seed after the one before.", DefaultValueFactory = _ => 1 };
var verbose = new Option<bool>("--verbose") { Description = "Lists every endpoint that disagrees, with its source." };
var command = new RootCommand("Compares the wire paths that the analyzers predict with those that hosted ASP.NET Core apps send.") { graphs, seed, verbose };
command.SetAction(async (parsed, cancellation) =>
{
    var comparison = new Comparison();
    for (var app = 0; comparison.Endpoints < parsed.GetValue(graphs); app++)
    {
        // One app in five writes XML too, and one in five is served by OData.
        var next = parsed.GetValue(seed) + app;
        await comparison.AddAsync((app % 5) switch { 3 => new ODataSource(next), 4 => new XmlSource(next), _ => new GraphSource(next) }, cancellation);
        if (!Console.IsErrorRedirected)
        {
            Console.Error.Write($"\r{comparison.Endpoints} endpoints");
        }
    }

    Console.Error.WriteLine();
    comparison.Print(Console.Out, parsed.GetValue(verbose));
    return comparison is { SilentMisses: 0, Agreement: >= 0.99 } ? 0 : 1;
});
return await command.Parse(args).InvokeAsync();
