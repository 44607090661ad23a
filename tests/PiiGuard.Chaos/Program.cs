using System.CommandLine;
using PiiGuard.Chaos;

var rounds = new Option<int>("--rounds") { Description = "How often something is killed or stopped.", DefaultValueFactory = _ => 50 };
var seed = new Option<int>("--seed") { Description = "Seed of what is killed, and when.", DefaultValueFactory = _ => 1 };
var store = new Option<ChaosStore>("--store") { Description = "Sqlite (one gateway), Exact or Leased (two gateways and PostgreSQL).", DefaultValueFactory = _ => ChaosStore.Exact };
var command = new RootCommand("Kills and stops gateways and their store under load, and finds out whether more was delivered than the budget, or anything that is not in the ledger.") { rounds, seed, store };
command.SetAction(async (parsed, cancellation) =>
{
    var outcome = await ChaosRun.RunAsync(parsed.GetValue(store), parsed.GetValue(rounds), parsed.GetValue(seed), Console.Error.WriteLine, cancellation);
    Console.WriteLine(outcome);
    return outcome.Faults.Count == 0 ? 0 : 1;
});
return await command.Parse(args).InvokeAsync();
