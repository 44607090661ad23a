namespace PiiGuard.Gateway.Host;

/// <summary>Names the assembly of the gateway, for whoever starts it.</summary>
public static class GatewayAssembly
{
}
