using Npgsql;
using NpgsqlTypes;
using PiiGuard.Gateway.Ledger;
using PiiGuard.Gateway.Limits;

namespace PiiGuard.Gateway.PostgreSql;

/// <summary>Writes rows of the ledger as commands of a batch.</summary>
internal sealed class LedgerWriter(LedgerNames names)
{
    private const int MostRemembered = 1_000_000;

    private readonly HashSet<long> _accounts = []; // that stand already
    private readonly List<long> _added = [];

    /// <summary>Inserts a row: fifteen values, which are the first parameters of the statement that this stands in.</summary>
    public const string Insert = "INSERT INTO ledger VALUES($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)";

    /// <summary>The values of a row.</summary>
    public object[] Values(LedgerRow row) =>
    [
        row.Chain, row.Number, row.At, (long)row.Kind, row.Request, names[row.Caller], names[row.Tier], names[row.Route], names[row.Policy], names[row.Outcome],
        row.Detail, row.Accounts, row.Subjects, row.Own, row.Mac,
    ];

    /// <summary>Adds what is to be found under accounts and subjects beside what a charge enters there.</summary>
    public void AddAccounts(NpgsqlBatch batch, LedgerRow row)
    {
        var caller = names[row.Caller];
        foreach (var (kind, key) in row.AccountKeys())
        {
            AddAccount(batch, key, (long)kind, caller, row.At);
            if (kind == LevelKind.Credential && row.Own != 0 && row.SubjectDigests().Contains(row.Own))
            {
                // Nobody is charged for it, but who got it is to be found.
                AddAccount(batch, LedgerRow.OwnAccount(key), LedgerReader.OwnKind, caller, row.At);
                Add(batch, "INSERT INTO received AS r VALUES($1, $2, $3) ON CONFLICT (subject, account) DO UPDATE SET at = greatest(r.at, excluded.at)", row.Own, LedgerRow.OwnAccount(key), row.At);
            }
        }
    }

    public static void Add(NpgsqlBatch batch, string sql, params ReadOnlySpan<object> values)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var value in values)
        {
            command.Parameters.Add(value switch
            {
                long number => new NpgsqlParameter<long> { TypedValue = number },
                bool flag => new NpgsqlParameter<bool> { TypedValue = flag },
                string text => new NpgsqlParameter<string> { TypedValue = text },
                long[] numbers => new NpgsqlParameter<long[]> { TypedValue = numbers, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bigint },
                bool[] flags => new NpgsqlParameter<bool[]> { TypedValue = flags, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Boolean },
                byte[] bytes => new NpgsqlParameter<byte[]> { TypedValue = bytes },
                _ => throw new ArgumentException($"No parameter of type {value.GetType()}.", nameof(values)),
            });
        }

        batch.BatchCommands.Add(command);
    }

    /// <summary>What was added stands, or does not.</summary>
    public void End(bool isCommitted)
    {
        if (isCommitted)
        {
            if (_accounts.Count > MostRemembered)
            {
                _accounts.Clear();
            }

            _accounts.UnionWith(_added);
        }

        _added.Clear();
    }

    private void AddAccount(NpgsqlBatch batch, long account, long kind, long caller, long at)
    {
        if (!_accounts.Contains(account) && !_added.Contains(account))
        {
            Add(batch, "INSERT INTO accounts VALUES($1, $2, $3, $4) ON CONFLICT DO NOTHING", account, kind, caller, at);
            _added.Add(account);
        }
    }
}
