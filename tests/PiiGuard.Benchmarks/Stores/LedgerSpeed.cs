using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using PiiGuard.Gateway.Budgets;
using PiiGuard.Gateway.Ledger;
using PiiGuard.Gateway.Limits;
using PiiGuard.Gateway.Sqlite;

namespace PiiGuard.Benchmarks.Stores;

/// <summary>Fills a ledger as a carrier would in months, and asks it.</summary>
internal sealed class LedgerSpeed(TextWriter output)
{
    private const int Group = 20_000; // entries that are written at once
    private const int Callers = 2_000;
    private const uint Customers = 37_000_000;
    private static readonly byte[] Secret = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];

    public int Run(FileInfo file, long entries)
    {
        if (file.Exists)
        {
            Console.Error.WriteLine($"'{file.FullName}' is there already.");
            return 1;
        }

        var begin = Stopwatch.GetTimestamp();
        Fill(file.FullName, entries);
        output.WriteLine($"\n### A ledger of {entries:N0} entries ({Callers:N0} callers, 37 million customers)\n\n{Stopwatch.GetElapsedTime(begin).TotalMicroseconds / entries:N1} µs per entry to write it, {new FileInfo(file.FullName).Length / (double)entries:N0} bytes each.\n\n| question | answer | time |\n|---|---:|---:|");
        using var connection = SqliteLedger.OpenToRead(file.FullName);
        var ledger = new LedgerReader(connection);
        var deliveries = new DeliveryReader(connection);
        var day = ledger.LastTime() - 86_400;
        Ask("what did a caller get on its last day", () => $"{deliveries.Of("caller-7", day, long.MaxValue).Count():N0} answers");
        Ask("what did a caller get in all", () => $"{deliveries.Of("caller-8", 0, long.MaxValue).Count():N0} answers");
        Ask("which callers got a customer's data", () => $"{ledger.CallersOf(Digest(123_456)).Count:N0} callers");
        Ask("which customers are affected by a caller", () => $"{deliveries.Of("caller-9", 0, long.MaxValue).SelectMany(d => d.Subjects).Distinct().Count():N0} customers");
        Ask("what did the detection do", () => $"{ledger.Steps().Count():N0} steps");
        return 0;

        void Ask(string question, Func<string> ask)
        {
            var start = Stopwatch.GetTimestamp();
            var answer = ask();
            output.WriteLine($"| {question} | {answer} | {Stopwatch.GetElapsedTime(start).TotalSeconds:N2} s |");
        }
    }

    private static ulong Digest(uint customer) => (customer + 1UL) * 0x9E3779B97F4A7C15;

    private static void Fill(string file, long entries)
    {
        using var journal = SqliteJournal.Open(file, Secret, TimeProvider.System, NullLogger.Instance);
        var random = new Random(1);
        var levels = Enumerable.Range(0, Callers).Select(c => new[] { new Level(LevelKind.Credential, (ulong)c + 1, new() { Subjects = [new(1_000, TimeSpan.FromDays(1), 1_000)] }) }).ToArray();
        var start = (uint)(journal.Now - 180 * 86_400);
        List<LedgerEntry> group = new(Group);
        for (long written = 0; written < entries;)
        {
            group.Clear();
            while (group.Count < Group)
            {
                var caller = random.Next(Callers);
                var customer = Digest((uint)random.NextInt64(Customers));
                var attempt = new LedgerEntry
                {
                    Kind = LedgerKind.Attempt, At = start + (uint)(written * 180 * 86_400 / entries), Request = (ulong)random.NextInt64() | 1, Caller = "caller-" + caller, Tier = "Partner", Route = "GET /customers/{id}",
                    Policy = "0123456789abcdef", Outcome = "attempted", Detail = "PersonName:1 BirthDate:1", Levels = levels[caller], Subjects = [customer],
                };
                group.Add(attempt);
                group.Add(attempt with { Kind = LedgerKind.Outcome, Outcome = "delivered", Levels = [], Subjects = [] });
            }

            journal.Write(group);
            written += group.Count;
            Console.Error.Write($"\r{written:N0} entries");
        }

        journal.Write([new() { Kind = LedgerKind.Step, At = journal.Now, Caller = "caller-7", Tier = "Partner", Outcome = "Alert", Detail = "40 new customers" }]);
        Console.Error.WriteLine();
    }
}
