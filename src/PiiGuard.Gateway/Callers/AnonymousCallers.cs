using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Http;
using PiiGuard.Gateway.Policies;
using PiiGuard.Gateway.Routing;

namespace PiiGuard.Gateway.Callers;

/// <summary>Routes that may be called without a credential, each caller known by its network address.</summary>
/// <param name="Tier">What such a caller may see.</param>
/// <param name="Paths">The routes.</param>
/// <param name="TrustedProxies">Networks whose <c>X-Forwarded-For</c> is believed.</param>
internal sealed record AnonymousCallers(Tier Tier, PathTemplates Paths, IReadOnlyList<IPNetwork> TrustedProxies)
{
    /// <summary>
    /// The address of the caller: that of the connection, or what trusted proxies say of it, read from right to left, since
    /// whatever stands left of the last trusted one was written by the caller. Of IPv6 the first 64 bits: the rest is the caller's to choose.
    /// Null when a proxy says what is no address.
    /// </summary>
    public string? AddressOf(HttpContext context)
    {
        if (context.Connection.RemoteIpAddress is not { } address)
        {
            return null;
        }

        var hops = context.Request.Headers["X-Forwarded-For"].ToString().Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        for (var i = hops.Length - 1; i >= 0 && TrustedProxies.Any(n => n.Contains(Plain(address))); i--)
        {
            if (!IPAddress.TryParse(hops[i], out var next) && !(IPEndPoint.TryParse(hops[i], out var endpoint) && (next = endpoint.Address) is not null))
            {
                return null;
            }

            address = next;
        }

        address = Plain(address);
        return address.AddressFamily == AddressFamily.InterNetworkV6
            ? Convert.ToHexString(address.GetAddressBytes().AsSpan(0, 8)) + "/64"
            : address.ToString();
    }

    private static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
}
