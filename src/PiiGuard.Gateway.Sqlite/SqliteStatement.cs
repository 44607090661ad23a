using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace PiiGuard.Gateway.Sqlite;

/// <summary>
/// A statement that runs thousands of times a second: compiled once, its values bound in turn. Commands of ADO.NET look each parameter up
/// by its name and make a reader for each run, which takes longer than SQLite needs for a row.
/// </summary>
internal sealed class SqliteStatement : IDisposable
{
    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _statement;
    private int _bound;

    public SqliteStatement(SqliteConnection connection, string sql)
    {
        _database = connection.Handle!;
        SqliteException.ThrowExceptionForRC(raw.sqlite3_prepare_v2(_database, sql, out _statement), _database);
    }

    /// <summary>Sets the next value.</summary>
    public SqliteStatement Bind(long value) => Bound(raw.sqlite3_bind_int64(_statement, ++_bound, value));

    /// <inheritdoc cref="Bind(long)"/>
    public SqliteStatement Bind(string value) => Bound(raw.sqlite3_bind_text(_statement, ++_bound, value));

    /// <inheritdoc cref="Bind(long)"/>
    public SqliteStatement Bind(ReadOnlySpan<byte> value) => Bound(value.IsEmpty ? raw.sqlite3_bind_zeroblob(_statement, ++_bound, 0) : raw.sqlite3_bind_blob(_statement, ++_bound, value));

    /// <summary>Runs it with the values that were set since it ran last.</summary>
    /// <exception cref="SqliteException">It failed.</exception>
    public void Run()
    {
        _bound = 0;
        raw.sqlite3_step(_statement);
        SqliteException.ThrowExceptionForRC(raw.sqlite3_reset(_statement), _database); // the result of the step
    }

    public void Dispose() => _statement.Dispose();

    private SqliteStatement Bound(int result)
    {
        if (result != raw.SQLITE_OK)
        {
            _bound = 0; // what was bound is not run: the next one begins anew
        }

        SqliteException.ThrowExceptionForRC(result, _database);
        return this;
    }
}
