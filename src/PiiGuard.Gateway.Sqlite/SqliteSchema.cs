using System.Globalization;
using Microsoft.Data.Sqlite;
using PiiGuard.Gateway.Budgets;

namespace PiiGuard.Gateway.Sqlite;

/// <summary>The tables of the file, and the way from older ones to them.</summary>
internal static class SqliteSchema
{
    private const int ApplicationId = 0x50494947; // "PIIG"

    /// <summary>What takes a file from version n to n + 1. What was released is never changed.</summary>
    private static readonly string[] Migrations =
    [
        """
        CREATE TABLE seals(name TEXT PRIMARY KEY, value INTEGER NOT NULL, mac BLOB NOT NULL) WITHOUT ROWID;
        CREATE TABLE chains(chain INTEGER PRIMARY KEY, started INTEGER NOT NULL, node TEXT NOT NULL, entries INTEGER NOT NULL, head BLOB NOT NULL, seal BLOB NOT NULL);
        CREATE TABLE names(id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
        CREATE TABLE accounts(account INTEGER PRIMARY KEY, kind INTEGER NOT NULL, caller INTEGER NOT NULL REFERENCES names, since INTEGER NOT NULL);
        CREATE TABLE ledger(
            chain INTEGER NOT NULL, number INTEGER NOT NULL, at INTEGER NOT NULL, kind INTEGER NOT NULL, request INTEGER NOT NULL,
            caller INTEGER NOT NULL, tier INTEGER NOT NULL, route INTEGER NOT NULL, policy INTEGER NOT NULL, outcome INTEGER NOT NULL,
            detail TEXT NOT NULL, accounts BLOB NOT NULL, subjects BLOB NOT NULL, own INTEGER NOT NULL, mac BLOB NOT NULL,
            PRIMARY KEY(chain, number)) WITHOUT ROWID;
        CREATE INDEX ledger_by_caller ON ledger(caller, at);
        CREATE INDEX ledger_steps ON ledger(at) WHERE kind >= 3;
        CREATE TABLE received(subject INTEGER NOT NULL, account INTEGER NOT NULL, at INTEGER NOT NULL, PRIMARY KEY(subject, account)) WITHOUT ROWID;
        """,
    ];

    /// <summary>Takes the file to the present version.</summary>
    /// <exception cref="StoreOpenException">It is not PiiGuard's, or of a later version.</exception>
    public static void Migrate(SqliteConnection connection, string file)
    {
        var id = Pragma(connection, "application_id");
        var version = Pragma(connection, "user_version");
        if (id != ApplicationId && (id != 0 || version != 0 || Scalar(connection, "SELECT count(*) FROM sqlite_master") != 0))
        {
            throw new StoreOpenException($"PiiGuard:Store:File: '{file}' is a database of something else.");
        }

        if (version > Migrations.Length)
        {
            throw new StoreOpenException($"PiiGuard:Store:File: '{file}' was written by a later version of PiiGuard: its schema is {version}, this one knows {Migrations.Length}.");
        }

        for (; version < Migrations.Length; version++)
        {
            using var transaction = connection.BeginTransaction();
            Execute(connection, Migrations[version]);
            Execute(connection, string.Create(CultureInfo.InvariantCulture, $"PRAGMA application_id = {ApplicationId}; PRAGMA user_version = {version + 1}"));
            transaction.Commit();
        }
    }

    /// <summary>Finds out whether a file can be read as it is.</summary>
    /// <exception cref="StoreOpenException">It is not PiiGuard's, or of another version.</exception>
    public static void Require(SqliteConnection connection, string file)
    {
        if (Pragma(connection, "application_id") != ApplicationId)
        {
            throw new StoreOpenException($"'{file}' is not a store of PiiGuard.");
        }

        if (Pragma(connection, "user_version") is var version && version != Migrations.Length)
        {
            throw new StoreOpenException($"'{file}' is of another version of PiiGuard: its schema is {version}, this one knows {Migrations.Length}. A gateway takes an older one to its own version when it starts.");
        }
    }

    public static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static long Pragma(SqliteConnection connection, string name) => Scalar(connection, "PRAGMA " + name);

    private static long Scalar(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return (long)command.ExecuteScalar()!;
    }
}
