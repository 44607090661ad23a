using System.Data.Common;
using System.Security.Cryptography;

namespace PiiGuard.Gateway.Ledger;

/// <summary>
/// The chains of a ledger. Each run of a gateway begins one, so that several gateways can write into one ledger without waiting for each
/// other; how many there are is sealed too.
/// </summary>
internal static class LedgerChains
{
    private const string Count = "chains";

    /// <summary>Begins a chain.</summary>
    /// <param name="connection">The database, which has its tables.</param>
    /// <param name="keys">Seals it.</param>
    /// <param name="now">Seconds since 1970.</param>
    /// <param name="node">Name of the gateway.</param>
    /// <returns>Its number, and what its first row follows on.</returns>
    /// <exception cref="LedgerSealException">The ledger was written under another secret, or is not as it was left.</exception>
    public static (long Chain, byte[] Head) Begin(DbConnection connection, LedgerKeys keys, long now, string node)
    {
        using var transaction = connection.BeginTransaction();
        Run(connection, transaction, "INSERT INTO seals VALUES(@name, 0, @mac) ON CONFLICT DO NOTHING", ("@name", Count), ("@mac", keys.SealCount(0)));

        // The update keeps other gateways out until this one has its number.
        long chain;
        using (var next = connection.Command("UPDATE seals SET value = value + 1 WHERE name = @name RETURNING value", ("@name", Count)))
        {
            next.Transaction = transaction;
            chain = (long)next.ExecuteScalar()!;
        }

        using (var found = connection.Command("SELECT mac, (SELECT count(*) FROM chains) FROM seals WHERE name = @name", ("@name", Count)))
        {
            found.Transaction = transaction;
            using var reader = found.ExecuteReader();
            reader.Read();
            if (!keys.SealCount(chain - 1).AsSpan().SequenceEqual(reader.GetFieldValue<byte[]>(0)) || reader.GetInt64(1) != chain - 1)
            {
                throw new LedgerSealException("the ledger was written under another PiiGuard:DigestKey, or was tampered with");
            }
        }

        var head = keys.Root(chain, now, node);
        Run(connection, transaction, "UPDATE seals SET mac = @mac WHERE name = @name", ("@mac", keys.SealCount(chain)), ("@name", Count));
        Run(
            connection, transaction, "INSERT INTO chains VALUES(@chain, @started, @node, 0, @head, @seal)",
            ("@chain", chain), ("@started", now), ("@node", node), ("@head", head), ("@seal", keys.Seal(chain, 0, head)));
        transaction.Commit();
        return (chain, head);
    }

    /// <summary>A random number that a ledger is given once, so that a new one is not taken for one that was there before.</summary>
    public static long Identity(DbConnection connection)
    {
        using var command = connection.Command(
            "INSERT INTO seals VALUES('identity', @identity, @mac) ON CONFLICT(name) DO UPDATE SET value = seals.value RETURNING value",
            ("@identity", BitConverter.ToInt64(RandomNumberGenerator.GetBytes(sizeof(long)))), ("@mac", Array.Empty<byte>()));
        return (long)command.ExecuteScalar()!;
    }

    /// <summary>How many chains were begun, if the seal is whole.</summary>
    public static long? Sealed(DbConnection connection, LedgerKeys keys)
    {
        using var command = connection.Command("SELECT value, mac FROM seals WHERE name = @name", ("@name", Count));
        using var reader = command.ExecuteReader();
        return reader.Read() && keys.SealCount(reader.GetInt64(0)).AsSpan().SequenceEqual(reader.GetFieldValue<byte[]>(1)) ? reader.GetInt64(0) : null;
    }

    private static void Run(DbConnection connection, DbTransaction transaction, string sql, params ReadOnlySpan<(string Name, object Value)> parameters)
    {
        using var command = connection.Command(sql, parameters);
        command.Transaction = transaction;
        command.ExecuteNonQuery();
    }
}
