using System.Globalization;
using Npgsql;
using PiiGuard.Gateway.Budgets;

namespace PiiGuard.Gateway.PostgreSql;

/// <summary>The schema <c>piiguard</c>, and the way from older versions of it to the present one.</summary>
internal static class PostgreSqlSchema
{
    public const string Name = "piiguard";

    private const long Turn = 0x50494947; // that of take_turn(), which is not there yet

    /// <summary>Embedded files <c>001</c>, <c>002</c>, …: what takes the schema from version n - 1 to n. What was released is never changed.</summary>
    private static readonly string[] Migrations = [.. typeof(PostgreSqlSchema).Assembly.GetManifestResourceNames().Where(n => n.All(char.IsAsciiDigit)).Order(StringComparer.Ordinal)];

    /// <summary>Takes the schema to the present version.</summary>
    /// <exception cref="StoreOpenException">It is of a later version.</exception>
    public static async Task MigrateAsync(NpgsqlConnection connection)
    {
        await using var transaction = await connection.BeginTransactionAsync();
        await ExecuteAsync(connection, $"SELECT pg_advisory_xact_lock({Turn.ToString(CultureInfo.InvariantCulture)})");
        var version = await ScalarAsync(connection, "SELECT to_regclass('piiguard.schema_version') IS NOT NULL") is true
            ? await ScalarAsync(connection, "SELECT max(version) FROM schema_version") as int?
                ?? throw new StoreOpenException($"PiiGuard:Store:Connection: the schema '{Name}' says nothing of its version: its table schema_version is empty.")
            : 0;
        if (version > Migrations.Length)
        {
            throw new StoreOpenException($"PiiGuard:Store:Connection: the schema '{Name}' was written by a later version of PiiGuard: it is {version}, this one knows {Migrations.Length}.");
        }

        if (version == 0)
        {
            await ExecuteAsync(connection, "CREATE SCHEMA IF NOT EXISTS piiguard; CREATE TABLE schema_version(version int PRIMARY KEY)");
        }

        for (; version < Migrations.Length; version++)
        {
            await using var stream = typeof(PostgreSqlSchema).Assembly.GetManifestResourceStream(Migrations[version])!;
            using var reader = new StreamReader(stream);
            await ExecuteAsync(connection, await reader.ReadToEndAsync());
            await ExecuteAsync(connection, string.Create(CultureInfo.InvariantCulture, $"INSERT INTO schema_version VALUES({version + 1})"));
        }

        await transaction.CommitAsync();
    }

    /// <summary>
    /// Sets, before anything else, how long the server waits for this gateway: one that vanishes in the middle of a statement (power, network) would keep its turn until the system gives its socket up, after
    /// hours. One that is frozen, or behind a proxy that is not, keeps it longer where the server knows no transaction_timeout (before PostgreSQL 17).
    /// </summary>
    public static Task GuardAsync(NpgsqlConnection connection) => ExecuteAsync(
        connection,
        """
        SET tcp_keepalives_idle = 5; SET tcp_keepalives_interval = 2; SET tcp_keepalives_count = 3; SET tcp_user_timeout = 10000; SET idle_in_transaction_session_timeout = 10000
        """);

    /// <summary>Sets what a connection that writes relies on, whatever the server's settings are.</summary>
    public static Task SetUpAsync(NpgsqlConnection connection) => ExecuteAsync(
        connection,
        // What is committed stands. Each statement sees what the gateway before has committed. And every question is for a few keys: a plan
        // that was made when the tables were small must not read them whole later.
        """
        SET synchronous_commit = on; SET default_transaction_isolation = 'read committed';
        SET enable_seqscan = off; SET enable_hashjoin = off; SET enable_mergejoin = off; SET jit = off;
        SELECT set_config('transaction_timeout', '10s', false) WHERE current_setting('server_version_num')::int >= 170000
        """);

    /// <summary>Finds out whether the schema can be read as it is.</summary>
    /// <exception cref="StoreOpenException">It is not there, or of another version.</exception>
    public static void Require(NpgsqlConnection connection)
    {
        using var command = new NpgsqlCommand("SELECT to_regclass('piiguard.schema_version') IS NOT NULL", connection);
        if (command.ExecuteScalar() is not true)
        {
            throw new StoreOpenException($"The database has no schema '{Name}' of PiiGuard.");
        }

        command.CommandText = "SELECT max(version) FROM schema_version";
        var version = command.ExecuteScalar() as int?;
        if (version != Migrations.Length)
        {
            throw new StoreOpenException($"The schema '{Name}' is of another version of PiiGuard: it is {version}, this one knows {Migrations.Length}. A gateway takes an older one to its own version when it starts.");
        }
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<object?> ScalarAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }
}
