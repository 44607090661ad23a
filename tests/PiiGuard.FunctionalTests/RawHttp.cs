using System.Net.Sockets;
using System.Text;

namespace PiiGuard.FunctionalTests;

/// <summary>Sends a request as bytes and takes everything that comes back, to the last one before the connection ends.</summary>
internal static class RawHttp
{
    public static Task<byte[]> GetAsync(Uri address, string path, params string[] headers) =>
        SendAsync(address, $"GET {path} HTTP/1.1", [$"X-Api-Key: {TestHost.Key}", .. headers]);

    public static async Task<byte[]> SendAsync(Uri address, string requestLine, params string[] headers)
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        using var client = new TcpClient();
        await client.ConnectAsync(address.Host, address.Port, timeout.Token);
        var stream = client.GetStream();
        var text = new StringBuilder(requestLine).Append("\r\nHost: test\r\n");
        if (!headers.Any(h => h.StartsWith("Connection:", StringComparison.Ordinal)))
        {
            text.Append("Connection: close\r\n");
        }

        foreach (var header in headers)
        {
            text.Append(header).Append("\r\n");
        }

        await stream.WriteAsync(Encoding.Latin1.GetBytes(text.Append("\r\n").ToString()), timeout.Token);
        using var received = new MemoryStream();
        try
        {
            await stream.CopyToAsync(received, timeout.Token);
        }
        catch (IOException)
        {
            // The connection was aborted: what came before counts.
        }

        return received.ToArray();
    }

    public static int Status(byte[] answer) => answer.Length == 0 ? 0 : int.Parse(Encoding.Latin1.GetString(answer, 9, 3), System.Globalization.CultureInfo.InvariantCulture);
}
