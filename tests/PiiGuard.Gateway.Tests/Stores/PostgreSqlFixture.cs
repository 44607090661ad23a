using Npgsql;
using PiiGuard.TestUtilities;

namespace PiiGuard.Gateway.Tests.Stores;

/// <summary>One server for all tests of a class, a database for each test.</summary>
public sealed class PostgreSqlFixture : IAsyncLifetime
{
    private PostgreSqlServer? _server;
    private int _databases;

    public async ValueTask InitializeAsync() => _server = PostgreSqlServer.Missing is null ? await PostgreSqlServer.StartAsync() : null;

    public ValueTask DisposeAsync() => _server?.DisposeAsync() ?? ValueTask.CompletedTask;

    /// <summary>The server. Where there is none the test is skipped, and fails where all parts have to be there.</summary>
    public PostgreSqlServer Server
    {
        get
        {
            if (_server is null && Environment.GetEnvironmentVariable("CI") != "true")
            {
                Assert.Skip(PostgreSqlServer.Missing!);
            }

            Assert.True(_server is not null, PostgreSqlServer.Missing);
            return _server;
        }
    }

    /// <summary>An empty database.</summary>
    public async Task<string> NewDatabaseAsync()
    {
        var name = $"test{Environment.ProcessId}_{Interlocked.Increment(ref _databases)}";
        await ExecuteAsync(Server.ConnectionString(), $"CREATE DATABASE {name}");
        return Server.ConnectionString(name);
    }

    public static async Task<object?> ExecuteAsync(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false, SearchPath = "piiguard" }.ToString());
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }
}
