namespace PiiGuard.Contracts;

/// <summary>One accepted exposure: a line of the contract.</summary>
/// <param name="Endpoint">Verb and route (<c>GET /customers/{id}</c>), with the version where several can share a route (<c>GET /customers/{id} v2.0</c>), or <c>Type.Method</c> where there is no route.</param>
/// <param name="Path">Wire path of the value, see <see cref="WirePath"/>.</param>
/// <param name="Category">What kind of personal data it is.</param>
/// <param name="Reason">Why the callers of this endpoint need it.</param>
/// <param name="Line">Line number in the file, from 1; 0 when it is not from a file.</param>
public sealed record ExposureEntry(string Endpoint, string Path, PiiCategory Category, string Reason, int Line = 0)
{
    /// <summary>Whether it is accepted for callers who say nothing of who they are.</summary>
    public bool IsAnonymous { get; init; }

    /// <summary>Who answers for it; null when the line names nobody.</summary>
    public string? Owner { get; init; }

    /// <summary>The last day on which it is accepted; null: until the line is deleted.</summary>
    public DateTime? Until { get; init; }

    /// <summary>The same, accepted for callers who say nothing of who they are.</summary>
    public ExposureEntry ForAnonymous() => this with { IsAnonymous = true };

    /// <summary>Verb and route without the version: a request does not always show which one it is for.</summary>
    public string UnversionedEndpoint
    {
        get
        {
            var version = Endpoint.LastIndexOf(" v", StringComparison.Ordinal);
            return version > Endpoint.IndexOf(' ') && version + 2 < Endpoint.Length && char.IsDigit(Endpoint[version + 2]) && Endpoint.Skip(version + 2).All(c => c is '.' or '-' || char.IsLetterOrDigit(c))
                ? Endpoint.Substring(0, version)
                : Endpoint;
        }
    }

    /// <summary>What makes two entries the same exposure.</summary>
    public ExposureKey Key => new(Endpoint, Path, Category);
}
