using Microsoft.Data.Sqlite;
using PiiGuard.Gateway.Budgets;

namespace PiiGuard.Gateway.Sqlite;

/// <summary>Opens the ledger beside the gateway that writes it.</summary>
internal static class SqliteLedger
{
    /// <summary>Opens the file and reads it as it is now: what is written meanwhile is not seen.</summary>
    /// <exception cref="StoreOpenException">It cannot be read.</exception>
    public static SqliteConnection OpenToRead(string file)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString());
        try
        {
            connection.Open();
            SqliteSchema.Execute(connection, "BEGIN");
            SqliteSchema.Require(connection, file);
            return connection;
        }
        catch (SqliteException e)
        {
            connection.Dispose();
            throw new StoreOpenException($"'{file}' cannot be read: {e.Message}", e);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }
}
