namespace PiiGuard.WireOracle;

/// <summary>The source of an app whose endpoints are compared.</summary>
public interface IOracleSource
{
    /// <summary>For messages.</summary>
    string Name { get; }

    /// <summary>C# with a static class <c>Api</c> that has <c>Configure(WebApplicationBuilder)</c> and <c>Map(WebApplication)</c>; every value is marked <c>[Pii]</c>.</summary>
    string Code { get; }

    /// <summary>The endpoints to call, as the contract names them: <c>GET /x</c>.</summary>
    IReadOnlyList<string> Endpoints { get; }

    /// <summary>Whether the app writes XML for those who ask for it: then it is asked for both.</summary>
    bool WritesXml => false;

    /// <summary>What to ask for, to have all of an endpoint.</summary>
    string PathOf(string endpoint) => endpoint[4..];

    /// <summary>The part of the source that an endpoint is about.</summary>
    string Describe(string endpoint);
}
