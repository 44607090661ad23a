using System.Data.Common;
using PiiGuard.Gateway.Budgets;

namespace PiiGuard.Gateway.Ledger;

/// <summary>Asks the ledger. Both databases have the same tables and understand the same questions.</summary>
internal sealed class LedgerReader(DbConnection connection)
{
    /// <summary>Kind of an account under which a caller's own data stands.</summary>
    public const long OwnKind = 4;

    private const string Rows =
        """
        SELECT chain, number, at, kind, request, c.name, t.name, r.name, p.name, o.name, detail, accounts, subjects, own, mac
        FROM ledger JOIN names c ON c.id = caller JOIN names t ON t.id = tier JOIN names r ON r.id = route JOIN names p ON p.id = policy JOIN names o ON o.id = outcome
        """;

    /// <summary>When the last entry of any chain was written; 0: there is none.</summary>
    public long LastTime()
    {
        using var command = connection.Command("SELECT max(l.at) FROM chains c JOIN ledger l ON l.chain = c.chain AND l.number = c.entries");
        return command.ExecuteScalar() is long at ? at : 0;
    }

    /// <summary>The chains, in their order.</summary>
    public List<LedgerChain> Chains()
    {
        List<LedgerChain> chains = [];
        using var command = connection.Command("SELECT chain, started, node, entries, head, seal FROM chains ORDER BY chain");
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            chains.Add(new(reader.GetInt64(0), reader.GetInt64(1), reader.GetString(2), reader.GetInt64(3), reader.GetFieldValue<byte[]>(4), reader.GetFieldValue<byte[]>(5)));
        }

        return chains;
    }

    /// <summary>The chains that rows name, whether they are there or not.</summary>
    public List<long> ChainsOfRows()
    {
        List<long> chains = [];
        long? last = 0;
        while (last is not null)
        {
            // One step in the index for each chain.
            using var command = connection.Command("SELECT min(chain) FROM ledger WHERE chain > @last", ("@last", last.Value));
            last = command.ExecuteScalar() as long?;
            if (last is { } chain)
            {
                chains.Add(chain);
            }
        }

        return chains;
    }

    /// <summary>The rows of a chain, in their order.</summary>
    public IEnumerable<LedgerRow> RowsOf(long chain) => Read($"{Rows} WHERE chain = @chain ORDER BY number", ("@chain", chain));

    /// <summary>The detection's steps and the releases, in their order.</summary>
    /// <param name="since">First second.</param>
    public IEnumerable<LedgerRow> Steps(long since = 0) => Read($"{Rows} WHERE kind >= 3 AND at >= @since ORDER BY at, chain, number", ("@since", since));

    /// <summary>What a caller got: attempts and their outcomes.</summary>
    /// <param name="caller">Its name, as in the log.</param>
    /// <param name="from">First second.</param>
    /// <param name="to">Second after the last.</param>
    public IEnumerable<LedgerRow> Of(string caller, long from, long to) => Read(
        $"{Rows} WHERE caller = (SELECT id FROM names WHERE name = @caller) AND at >= @from AND at < @to ORDER BY at, chain, number",
        ("@caller", caller), ("@from", from), ("@to", to));

    /// <summary>The callers that received data of a subject, each with the last time.</summary>
    public List<(string Caller, long Last, bool IsItself)> CallersOf(ulong subject)
    {
        List<(string, long, bool)> callers = [];
        using var command = connection.Command(
            """
            SELECT n.name, max(r.at), min(a.kind) FROM received r JOIN accounts a ON a.account = r.account JOIN names n ON n.id = a.caller
            WHERE r.subject = @subject AND (a.kind = 0 OR a.kind = 4) GROUP BY n.name ORDER BY max(r.at) DESC, n.name
            """,
            ("@subject", (long)subject));
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            callers.Add((reader.GetString(0), reader.GetInt64(1), reader.GetInt64(2) == OwnKind));
        }

        return callers;
    }

    /// <summary>What was charged to which account, last since some time.</summary>
    public IEnumerable<(long Account, long Subject, long At)> Received(long since)
    {
        using var command = connection.Command("SELECT r.account, r.subject, r.at FROM received r JOIN accounts a ON a.account = r.account WHERE r.at > @since AND a.kind < 4", ("@since", since));
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            yield return (reader.GetInt64(0), reader.GetInt64(1), reader.GetInt64(2));
        }
    }

    /// <summary>Whether anybody of this name stands in the ledger.</summary>
    public bool Knows(string name)
    {
        using var command = connection.Command("SELECT 1 FROM names WHERE name = @name", ("@name", name));
        return command.ExecuteScalar() is not null;
    }

    /// <summary>Kind and caller of an account, and since when it is known.</summary>
    public (long Kind, string Caller, long Since)? Account(long account)
    {
        using var command = connection.Command("SELECT a.kind, n.name, a.since FROM accounts a JOIN names n ON n.id = a.caller WHERE a.account = @account", ("@account", account));
        using var reader = command.ExecuteReader();
        return reader.Read() ? (reader.GetInt64(0), reader.GetString(1), reader.GetInt64(2)) : null;
    }

    /// <summary>When a subject was delivered to an account last; null: never.</summary>
    public long? LastReceived(long subject, long account)
    {
        using var command = connection.Command("SELECT at FROM received WHERE subject = @subject AND account = @account", ("@subject", subject), ("@account", account));
        return command.ExecuteScalar() as long?;
    }

    /// <summary>The callers of earlier runs.</summary>
    public IReadOnlyCollection<KnownCaller> KnownCallers()
    {
        Dictionary<string, (long At, string Reason)> quarantined = new(StringComparer.Ordinal);
        foreach (var step in Steps())
        {
            _ = step.Kind == LedgerKind.Release ? quarantined.Remove(step.Caller) : step.Outcome == nameof(Detection.DetectionStep.Quarantine) && quarantined.TryAdd(step.Caller, (step.At, step.Detail));
        }

        List<KnownCaller> callers = [];
        using (var command = connection.Command("SELECT n.name, min(a.since) FROM accounts a JOIN names n ON n.id = a.caller WHERE a.kind = 0 GROUP BY n.name"))
        using (var reader = command.ExecuteReader())
        {
            while (reader.Read())
            {
                callers.Add(new(reader.GetString(0), reader.GetInt64(1), quarantined.Remove(reader.GetString(0), out var step) ? step.Reason : null));
            }
        }

        // Whoever is quarantined is so, whatever has become of its accounts.
        callers.AddRange(quarantined.Select(q => new KnownCaller(q.Key, q.Value.At, q.Value.Reason)));
        return callers;
    }

    private IEnumerable<LedgerRow> Read(string sql, params (string Name, object Value)[] parameters)
    {
        using var command = connection.Command(sql, parameters);
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            yield return new()
            {
                Chain = reader.GetInt64(0),
                Number = reader.GetInt64(1),
                At = reader.GetInt64(2),
                Kind = (LedgerKind)reader.GetInt64(3),
                Request = reader.GetInt64(4),
                Caller = reader.GetString(5),
                Tier = reader.GetString(6),
                Route = reader.GetString(7),
                Policy = reader.GetString(8),
                Outcome = reader.GetString(9),
                Detail = reader.GetString(10),
                Accounts = reader.GetFieldValue<byte[]>(11),
                Subjects = reader.GetFieldValue<byte[]>(12),
                Own = reader.GetInt64(13),
                Mac = reader.GetFieldValue<byte[]>(14),
            };
        }
    }
}
