using System.Net.Http.Headers;

namespace BreachReplay.Http;

/// <summary>
/// A caller that does its work: looks up customers, some of them again and again. Deterministic: what is looked up depends on
/// the caller's number alone.
/// </summary>
/// <param name="number">Position among all honest callers.</param>
/// <param name="lookUps">How many requests it sends.</param>
/// <param name="customers">How many different customers these are for.</param>
/// <param name="credential">Adds what the caller proves itself with.</param>
internal sealed class Honest(int number, int lookUps, int customers, Action<HttpRequestHeaders> credential)
{
    public int LookUps => lookUps;

    public int Refused { get; private set; }

    /// <summary>Three agents at their desks, two partners' systems, and twenty customers in the self-care app.</summary>
    public static IReadOnlyList<Honest> All(Hosts hosts) =>
    [
        .. new[] { "agent-anna", "agent-bill", "agent-cora" }.Select((name, i) => new Honest(i, 40, 25, ApiKey(name))),
        .. new[] { "partner-shop", "partner-bank" }.Select((name, i) => new Honest(10 + i, 80, 30, ApiKey(name))),
        .. Enumerable.Range(100, 20).Select(n => new Honest(n, 5, 1, headers => headers.Authorization = new("Bearer", hosts.TokenFor(CustomerId(n, 0))))),
    ];

    public static Action<HttpRequestHeaders> ApiKey(string caller) => headers => headers.Add("X-Api-Key", "sample-key-of-" + caller);

    public async Task WorkAsync(HttpClient http, Action<int> progress, CancellationToken cancellation)
    {
        for (var i = 0; i < lookUps; i++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "customers/" + CustomerId(number, i % customers));
            credential(request.Headers);
            using var response = await http.SendAsync(request, cancellation);
            Refused += response.IsSuccessStatusCode ? 0 : 1;
            progress(1);
            await Task.Delay(20, cancellation); // people and their systems pause; no more than the agents' ten requests in a second
        }
    }

    private static string CustomerId(int caller, int customer) => "C" + (100_000 + (caller * 7_919 + customer * 613) % 100_000);
}
