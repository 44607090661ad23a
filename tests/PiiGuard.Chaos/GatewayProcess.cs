using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace PiiGuard.Chaos;

/// <summary>A gateway in a process of its own, which can be killed and started again.</summary>
public sealed class GatewayProcess : IAsyncDisposable
{
    private readonly string[] _settings;
    private readonly string _folder;
    private Process? _process;

    /// <param name="folder">Where it is started and writes its log.</param>
    /// <param name="settings">Its configuration, as <c>Key=Value</c>.</param>
    public GatewayProcess(string folder, IEnumerable<string> settings)
    {
        Url = new($"http://127.0.0.1:{FreePort()}");
        _folder = folder;
        _settings = [.. settings];
        Http = new() { BaseAddress = Url, Timeout = TimeSpan.FromSeconds(10) };
    }

    public Uri Url { get; }

    public HttpClient Http { get; }

    /// <summary>What it has written so far.</summary>
    public string Log => File.ReadAllText(LogFile);

    private string LogFile => Path.Combine(_folder, $"gateway-{Url.Port}.log");

    /// <summary>A port of the loopback interface that nobody listens on.</summary>
    public static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    public void Start()
    {
        var start = new ProcessStartInfo("sh") { WorkingDirectory = _folder };
        foreach (var argument in new[] { "-c", "log=$1; shift; exec \"$@\" >> \"$log\" 2>&1", "sh", LogFile, "dotnet", typeof(PiiGuard.Gateway.Host.GatewayAssembly).Assembly.Location, "--urls", Url.ToString() }.Concat(_settings.Select(s => "--" + s)))
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment.Remove("ASPNETCORE_URLS");
        _process = Process.Start(start)!;
    }

    /// <summary>Waits until it answers anything.</summary>
    public async Task UntilUpAsync(CancellationToken cancellation)
    {
        for (var i = 0; i < 600; i++)
        {
            if (_process!.HasExited)
            {
                throw new InvalidOperationException($"The gateway ended with {_process.ExitCode}: {Log}");
            }

            try
            {
                using var answer = await Http.GetAsync("/", cancellation);
                return;
            }
            catch (HttpRequestException)
            {
                await Task.Delay(50, cancellation);
            }
        }

        throw new TimeoutException("The gateway does not answer: " + Log);
    }

    /// <summary><c>kill -9</c>.</summary>
    public async Task KillAsync()
    {
        _process!.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>Stops it in its tracks, or lets it go on.</summary>
    public void Signal(string signal) => Process.Start("kill", ["-" + signal, _process!.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]).WaitForExit();

    /// <summary>Ends it as an operator does.</summary>
    public async Task StopAsync()
    {
        Signal("TERM");
        await _process!.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false })
        {
            await KillAsync();
        }

        _process?.Dispose();
        Http.Dispose();
    }
}
