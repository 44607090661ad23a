using System.Data.Common;

namespace PiiGuard.Gateway.Ledger;

/// <summary>The names in the ledger, each kept once under a number.</summary>
internal sealed class LedgerNames(DbConnection connection)
{
    private const int MostRemembered = 200_000;

    private readonly Dictionary<string, long> _ids = new(StringComparer.Ordinal);

    public long this[string name] => _ids[name];

    /// <summary>Finds or makes the numbers of all names in some rows. Not within a transaction: what is rolled back must not be remembered.</summary>
    public void Learn(IReadOnlyList<LedgerRow> rows)
    {
        if (_ids.Count > MostRemembered)
        {
            _ids.Clear();
        }

        foreach (var row in rows)
        {
            Learn(row.Caller);
            Learn(row.Tier);
            Learn(row.Route);
            Learn(row.Policy);
            Learn(row.Outcome);
        }
    }

    private void Learn(string name)
    {
        if (!_ids.ContainsKey(name))
        {
            using var command = connection.CreateCommand();
            command.CommandText = "INSERT INTO names(name) VALUES(@name) ON CONFLICT(name) DO UPDATE SET name = excluded.name RETURNING id";
            command.Add("@name", name);
            _ids[name] = (long)command.ExecuteScalar()!;
        }
    }
}
