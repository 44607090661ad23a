using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace PiiGuard.TestUtilities;

/// <summary>
/// A PostgreSQL server of the test's own, in a temporary folder, on a free port of the loopback interface; or the one that
/// <c>PIIGUARD_TEST_POSTGRES</c> names by a connection string, which cannot be stopped.
/// </summary>
public sealed class PostgreSqlServer : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("piiguard-postgres-").FullName;
    private readonly string _bin;
    private readonly int _port;

    private PostgreSqlServer(string bin, int port) => (_bin, _port) = (bin, port);

    /// <summary>Why there is none; null: there is one.</summary>
    public static string? Missing { get; } = Environment.GetEnvironmentVariable("PIIGUARD_TEST_POSTGRES") is null && FindBin() is null
        ? "PostgreSQL's initdb is not installed (Debian: apt-get install postgresql), and PIIGUARD_TEST_POSTGRES names no server."
        : null;

    /// <summary>Whether the server can be stopped and killed.</summary>
    public static bool IsOwn => Environment.GetEnvironmentVariable("PIIGUARD_TEST_POSTGRES") is null;

    /// <summary>How to connect to a database of it.</summary>
    public string ConnectionString(string database = "postgres") => IsOwn
        ? string.Create(CultureInfo.InvariantCulture, $"Host=127.0.0.1;Port={_port};Username=postgres;Database={database}")
        : Environment.GetEnvironmentVariable("PIIGUARD_TEST_POSTGRES") + ";Database=" + database;

    public static async Task<PostgreSqlServer> StartAsync()
    {
        if (!IsOwn)
        {
            return new("", 0);
        }

        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        var port = ((IPEndPoint)probe.LocalEndpoint).Port;
        probe.Stop();
        var server = new PostgreSqlServer(FindBin() ?? throw new InvalidOperationException(Missing), port);
        if (Environment.IsPrivilegedProcess)
        {
            await RunAsync("chown", "postgres", server._folder);
        }

        await server.RunAsPostgresAsync("initdb", "-D", server.Data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-locale");
        await server.UpAsync();
        return server;
    }

    /// <summary>Starts it after <see cref="KillAsync"/>.</summary>
    public Task UpAsync() => RunAsPostgresAsync(
        "pg_ctl", "-D", Data, "-w", "-t", "60", "-l", Path.Combine(_folder, "log"), "-o", string.Create(CultureInfo.InvariantCulture, $"-h 127.0.0.1 -p {_port} -k {_folder}"), "start");

    /// <summary>As <c>kill -9</c> of every process of it.</summary>
    public async Task KillAsync()
    {
        var main = await SignalAsync("KILL");
        await RunAsync("sh", "-c", $"for i in $(seq 200); do kill -0 {main} 2>/dev/null || exit 0; sleep 0.02; done; exit 1");
        await Task.Delay(100); // the others end when they see that it is gone
    }

    /// <summary>Stops all of it in its tracks, as a network does that swallows everything.</summary>
    public Task StallAsync() => SignalAsync("STOP");

    /// <summary>Lets it go on.</summary>
    public Task GoOnAsync() => SignalAsync("CONT");

    public async ValueTask DisposeAsync()
    {
        if (IsOwn)
        {
            await RunAsPostgresAsync("pg_ctl", "-D", Data, "-m", "immediate", "-w", "stop");
            if (Environment.IsPrivilegedProcess)
            {
                await RunAsync("rm", "-rf", _folder);
                return;
            }
        }

        Directory.Delete(_folder, recursive: true);
    }

    private string Data => Path.Combine(_folder, "data");

    private async Task<string> SignalAsync(string signal)
    {
        var main = (await RunAsync("sh", "-c", $"head -1 {Path.Combine(Data, "postmaster.pid")}")).Trim();
        await RunAsync("sh", "-c", $"kill -{signal} {main} $(ps -o pid= --ppid {main}) 2>/dev/null; true");
        return main;
    }

    private static string? FindBin()
    {
        string[] folders = [.. (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator), .. Directory.Exists("/usr/lib/postgresql") ? Directory.GetDirectories("/usr/lib/postgresql").Order().Reverse().Select(d => Path.Combine(d, "bin")) : []];
        return folders.FirstOrDefault(f => f.Length > 0 && File.Exists(Path.Combine(f, "initdb")));
    }

    /// <summary>The server refuses to run as root.</summary>
    private Task<string> RunAsPostgresAsync(string program, params string[] arguments)
    {
        var path = Path.Combine(_bin, program);
        return Environment.IsPrivilegedProcess ? RunAsync("runuser", ["-u", "postgres", "--", path, .. arguments]) : RunAsync(path, arguments);
    }

    private static async Task<string> RunAsync(string program, params string[] arguments)
    {
        // The server outlives pg_ctl and would keep its pipes open: so output goes to files.
        var output = Path.GetTempFileName();
        try
        {
            var start = new ProcessStartInfo("sh") { WorkingDirectory = "/tmp" };
            foreach (var argument in new[] { "-c", "out=$1; shift; exec \"$@\" > \"$out\" 2>&1", "sh", output, program }.Concat(arguments))
            {
                start.ArgumentList.Add(argument);
            }

            using var process = Process.Start(start)!;
            await process.WaitForExitAsync();
            var text = await File.ReadAllTextAsync(output);
            return process.ExitCode == 0 ? text : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}: {text}");
        }
        finally
        {
            File.Delete(output);
        }
    }
}
