using System.CommandLine;
using System.Data.Common;
using System.Globalization;
using System.Text.Json;
using Npgsql;
using PiiGuard.Gateway.Ledger;
using PiiGuard.Gateway.PostgreSql;
using PiiGuard.Redaction;
using static PiiGuard.Cli.LedgerText;

namespace PiiGuard.Cli;

/// <summary><c>piiguard ledger</c>: who got what.</summary>
internal sealed class LedgerCommands
{
    private readonly LedgerSource _source = new();
    private readonly Option<bool> _json = new("--json") { Description = "One JSON object per line.", Recursive = true };
    private readonly Argument<string> _caller = new("caller") { Description = "Name of the caller, as in the log." };
    private readonly Option<DateTimeOffset> _from = Time("--from", "From when on. Default: the beginning.");
    private readonly Option<DateTimeOffset> _to = Time("--to", "Until when, exclusive. Default: now.");
    private readonly TextWriter _output;
    private readonly TextWriter _notes;
    private readonly Progress _progress;

    private LedgerCommands(TextWriter output, TextWriter notes, Progress progress) => (_output, _notes, _progress) = (output, notes, progress);

    /// <param name="output">Where answers go.</param>
    /// <param name="notes">Where it is said what else is to be known.</param>
    /// <param name="progress">Shows how far long work is.</param>
    public static Command New(TextWriter output, TextWriter notes, Progress progress)
    {
        var commands = new LedgerCommands(output, notes, progress);
        var ledger = new Command("ledger", "Asks the ledger of a gateway who got what, and verifies it.")
        {
            VerifyCommand.New(commands._source, commands._json, output, progress), commands.Caller(), commands.Customer(), commands.Affected(), commands.Steps(),
        };
        commands._source.AddTo(ledger);
        ledger.Options.Add(commands._json);
        return ledger;
    }

    private Command Caller()
    {
        var command = new Command("caller", "What did this caller get in some time?") { _caller, _from, _to };
        command.SetAction(parsed =>
        {
            using var connection = Open(parsed);
            var (caller, from, to) = Span(parsed, connection);
            var sum = new DeliverySum();
            foreach (var delivery in new DeliveryReader(connection).Of(caller, from, to))
            {
                sum.Add(delivery);
                if (parsed.GetValue(_json))
                {
                    Write(new
                    {
                        at = At(delivery.At), state = delivery.State.ToString(), outcome = delivery.Outcome, route = delivery.Attempt.Route, tier = delivery.Attempt.Tier, policy = delivery.Attempt.Policy,
                        categories = delivery.Categories, subjects = delivery.Subjects.Select(Hex), misses = delivery.Misses,
                    });
                }
                else
                {
                    _output.WriteLine($"{At(delivery.At)}  {delivery.State,-9}  {Or(delivery.Outcome, "(no outcome)")}  {delivery.Attempt.Route}  tier {delivery.Attempt.Tier}  policy {delivery.Attempt.Policy}  {delivery.Subjects.Count} customers, {delivery.Misses} not there  {Or(delivery.Categories, "no personal data")}");
                }
            }

            if (!parsed.GetValue(_json))
            {
                _output.WriteLine($"{caller}: {sum}");
            }
        });
        return command;
    }

    private Command Customer()
    {
        var key = new Argument<string>("key") { Description = "The customer by one of the SubjectKeys, such as customerId=C100042.", HelpName = "NAME=VALUE" };
        key.Validators.Add(result => Validate(result, "a key such as 'customerId=C100042'"));
        var command = new Command("customer", "Which callers got this customer's data, or asked for it?") { key };
        command.SetAction(parsed =>
        {
            using var connection = Open(parsed);
            var (name, value) = Pair(parsed.GetValue(key)!);
            var callers = new LedgerReader(connection).CallersOf(SubjectDigest.Compute(_source.KeyOf(connection, parsed), name, value));
            foreach (var (caller, last, isItself) in callers)
            {
                if (parsed.GetValue(_json))
                {
                    Write(new { caller, last = At(last), isItself });
                }
                else
                {
                    _output.WriteLine($"{caller}  last {At(last)}{(isItself ? "  the customer itself" : "")}");
                }
            }

            if (!parsed.GetValue(_json))
            {
                _output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{callers.Count} callers."));
                if (callers.Count == 0)
                {
                    _notes.WriteLine($"Digests tell no key from another: if '{name}' is none of the policy's SubjectKeys, nobody is found by it.");
                }
            }
        });
        return command;
    }

    private Command Affected()
    {
        var among = new Option<string?>("--among")
        {
            Description = "Print those of these customers who are: the name of their key, and a file with one value per line. Without it the digests are printed, from which nobody can tell who it is.", HelpName = "NAME=FILE",
        };
        among.Validators.Add(result => Validate(result, "a name and a file such as 'customerId=customers.txt'"));
        var command = new Command("affected", "Whose data did this caller get in some time, or perhaps get?") { _caller, _from, _to, among };
        command.SetAction(parsed =>
        {
            using var connection = Open(parsed);
            var (caller, from, to) = Span(parsed, connection);
            HashSet<long> affected = [];
            var entries = 0L;
            foreach (var delivery in new DeliveryReader(connection).Of(caller, from, to))
            {
                if (delivery.State != DeliveryState.Withheld)
                {
                    affected.UnionWith(delivery.Subjects);
                }

                if (++entries % 100_000 == 0)
                {
                    _progress.Show("answers", entries);
                }
            }

            var printed = 0;
            foreach (var customer in parsed.GetValue(among) is { } list ? Among(affected, list, _source.KeyOf(connection, parsed)) : affected.Select(Hex))
            {
                printed++;
                if (parsed.GetValue(_json))
                {
                    Write(new { customer });
                }
                else
                {
                    _output.WriteLine(customer);
                }
            }

            _progress.End();
            if (!parsed.GetValue(_json))
            {
                _output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{affected.Count:N0} customers are affected{(printed < affected.Count ? $", {printed:N0} of them in the list" : "")}."));
            }
        });
        return command;
    }

    private Command Steps()
    {
        var command = new Command("steps", "What the detection did, and what operators undid.");
        command.SetAction(parsed =>
        {
            using var connection = Open(parsed);
            foreach (var row in new LedgerReader(connection).Steps())
            {
                if (parsed.GetValue(_json))
                {
                    Write(new { at = At(row.At), caller = row.Caller, kind = row.Kind.ToString(), step = row.Kind == LedgerKind.Step ? row.Outcome : null, @operator = row.Kind == LedgerKind.Release ? row.Outcome : null, reason = row.Detail });
                }
                else
                {
                    _output.WriteLine($"{At(row.At)}  {row.Caller}  {(row.Kind == LedgerKind.Release ? "released by " + row.Outcome : row.Outcome)}: {row.Detail}");
                }
            }
        });
        return command;
    }

    private IEnumerable<string> Among(HashSet<long> affected, string list, byte[] key)
    {
        var (name, file) = Pair(list);
        var read = 0L;
        foreach (var value in File.ReadLines(file).Select(l => l.Trim()).Where(l => l.Length > 0))
        {
            if (affected.Contains((long)SubjectDigest.Compute(key, name, value)))
            {
                yield return value;
            }

            if (++read % 100_000 == 0)
            {
                _progress.Show("customers", read);
            }
        }
    }

    private (string Caller, long From, long To) Span(ParseResult parsed, DbConnection connection)
    {
        var caller = parsed.GetValue(_caller)!;
        if (!new LedgerReader(connection).Knows(caller))
        {
            throw new CommandException($"Nobody called '{caller}' stands in this ledger; names are those of the log.");
        }

        var from = parsed.GetResult(_from) is null ? 0 : parsed.GetValue(_from).ToUnixTimeSeconds();
        var to = parsed.GetResult(_to) is null ? long.MaxValue : parsed.GetValue(_to).ToUnixTimeSeconds();
        return from < to ? (caller, from, to) : throw new CommandException("--from is not before --to.");
    }

    private DbConnection Open(ParseResult parsed)
    {
        var connection = _source.Open(parsed);
        if (connection is NpgsqlConnection server && PostgreSqlLedger.Lessees(server) is { Count: > 0 } lessees)
        {
            _notes.WriteLine($"These gateways lease: what they delivered stands in files of their own, to be asked with --sqlite: {string.Join(", ", lessees.Select(l => string.Create(CultureInfo.InvariantCulture, $"{l.Node} ({l.Entries:N0} entries or more)")))}.");
        }

        return connection;
    }

    private void Write<T>(T line) => _output.WriteLine(JsonSerializer.Serialize(line));
}
