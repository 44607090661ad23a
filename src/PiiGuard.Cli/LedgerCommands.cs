using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using PiiGuard.Gateway.Ledger;
using PiiGuard.Redaction;
using static PiiGuard.Cli.LedgerText;

namespace PiiGuard.Cli;

/// <summary><c>piiguard ledger</c>: who got what, and whether the ledger is as the gateways wrote it.</summary>
internal sealed class LedgerCommands
{
    private readonly LedgerSource _source = new();
    private readonly Option<bool> _json = new("--json") { Description = "One JSON object per line.", Recursive = true };
    private readonly Argument<string> _caller = new("caller") { Description = "Name of the caller, as in the log." };
    private readonly Option<DateTimeOffset> _from = Time("--from", "From when on. Default: the beginning.");
    private readonly Option<DateTimeOffset> _to = Time("--to", "Until when, exclusive. Default: now.");
    private readonly TextWriter _output;
    private readonly Progress _progress;

    private LedgerCommands(TextWriter output, Progress progress) => (_output, _progress) = (output, progress);

    public static Command New(TextWriter output, Progress progress)
    {
        var commands = new LedgerCommands(output, progress);
        var ledger = new Command("ledger", "Asks the ledger of a gateway who got what, and verifies it.")
        {
            commands.Verify(), commands.Caller(), commands.Customer(), commands.Affected(), commands.Steps(),
        };
        commands._source.AddTo(ledger);
        ledger.Options.Add(commands._json);
        return ledger;
    }

    private Command Verify()
    {
        var expect = new Option<LedgerHead[]>("--expect")
        {
            Description = "A head that was noted earlier, such as an entry of the log (CHAIN:ENTRIES:MAC); can be given several times. Without one, a ledger that was put back whole to an earlier state looks whole.",
            HelpName = "HEAD",
            CustomParser = result => [.. result.Tokens.Select(t => LedgerHead.Parse(t.Value)).OfType<LedgerHead>()],
        };
        expect.Validators.Add(result =>
        {
            foreach (var token in result.Tokens.Where(t => LedgerHead.Parse(t.Value) is null))
            {
                result.AddError($"--expect: '{token.Value}' is not a head such as '1:42:' followed by 64 hexadecimal digits.");
            }
        });
        var command = new Command("verify", "Finds out whether any row was changed, added, moved or removed, and prints where the chains stand.") { expect };
        command.SetAction(parsed =>
        {
            using var connection = _source.Open(parsed);
            using var lookUps = _source.Open(parsed);
            var verifier = new LedgerVerifier(connection, lookUps, new(_source.Key(parsed)));
            verifier.Verify(parsed.GetValue(expect) ?? [], rows => _progress.Show("entries", rows));
            _progress.End();
            if (parsed.GetValue(_json))
            {
                Write(new { entries = verifier.Rows, heads = verifier.Heads, problems = verifier.Problems });
            }
            else
            {
                foreach (var head in verifier.Heads)
                {
                    _output.WriteLine("head " + head);
                }

                foreach (var problem in verifier.Problems)
                {
                    _output.WriteLine("PROBLEM " + problem);
                }

                _output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{verifier.Rows:N0} entries, {(verifier.Problems.Count == 0 ? "the ledger is whole" : $"{verifier.Problems.Count} problems: the ledger is not as the gateways wrote it")}."));
            }

            return verifier.Problems.Count == 0 ? 0 : 1;
        });
        return command;
    }

    private Command Caller()
    {
        var command = new Command("caller", "What did this caller get in some time?") { _caller, _from, _to };
        command.SetAction(parsed =>
        {
            using var connection = _source.Open(parsed);
            var (caller, from, to) = Span(parsed);
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
            using var connection = _source.Open(parsed);
            var (name, value) = Pair(parsed.GetValue(key)!);
            var callers = new LedgerReader(connection).CallersOf(SubjectDigest.Compute(_source.Key(parsed), name, value));
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
            using var connection = _source.Open(parsed);
            var (caller, from, to) = Span(parsed);
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

            foreach (var customer in parsed.GetValue(among) is { } list ? Among(affected, list, _source.Key(parsed)) : affected.Select(Hex))
            {
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
                _output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{affected.Count:N0} customers are affected."));
            }
        });
        return command;
    }

    private Command Steps()
    {
        var command = new Command("steps", "What the detection did, and what operators undid.");
        command.SetAction(parsed =>
        {
            using var connection = _source.Open(parsed);
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
        foreach (var value in File.ReadLines(file).Where(l => l.Length > 0))
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

    private (string Caller, long From, long To) Span(ParseResult parsed) => (
        parsed.GetValue(_caller)!,
        parsed.GetResult(_from) is null ? 0 : parsed.GetValue(_from).ToUnixTimeSeconds(),
        parsed.GetResult(_to) is null ? long.MaxValue : parsed.GetValue(_to).ToUnixTimeSeconds());

    private void Write<T>(T line) => _output.WriteLine(JsonSerializer.Serialize(line));
}
