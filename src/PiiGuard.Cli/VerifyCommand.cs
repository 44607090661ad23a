using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Npgsql;
using PiiGuard.Gateway.Ledger;
using PiiGuard.Gateway.PostgreSql;

namespace PiiGuard.Cli;

/// <summary><c>piiguard ledger verify</c>: whether the ledger is as the gateways wrote it.</summary>
internal static class VerifyCommand
{
    public static Command New(LedgerSource source, Option<bool> json, TextWriter output, Progress progress)
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
            using var connection = source.Open(parsed);
            using var lookUps = source.Open(parsed);
            var verifier = new LedgerVerifier(connection, lookUps, new(source.Key(parsed)));
            verifier.Verify(parsed.GetValue(expect) ?? [], rows => progress.Show("entries", rows));
            progress.End();
            IReadOnlyList<string> problems = connection is NpgsqlConnection server ? [.. verifier.Problems, .. PostgreSqlLedger.WrongWindows(server)] : verifier.Problems;
            if (parsed.GetValue(json))
            {
                output.WriteLine(JsonSerializer.Serialize(new { entries = verifier.Rows, heads = verifier.Heads, problems = problems }));
            }
            else
            {
                foreach (var head in verifier.Heads)
                {
                    output.WriteLine("head " + head);
                }

                foreach (var problem in problems)
                {
                    output.WriteLine("PROBLEM " + problem);
                }

                output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{verifier.Rows:N0} entries, {(problems.Count == 0 ? "the ledger is whole" : $"{problems.Count}{(problems.Count >= LedgerVerifier.MostProblems ? " or more" : "")} problems: the ledger is not as the gateways wrote it")}."));
            }

            return problems.Count == 0 ? 0 : 1;
        });
        return command;
    }
}
