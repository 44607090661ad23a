namespace PiiGuard.Gateway.Limits;

/// <summary>What may be taken at one level: by a credential, by all credentials of a client, of an organisation, or by all callers.</summary>
internal sealed record LevelLimits
{
    public static readonly LevelLimits None = new();

    /// <summary>Request rates; all of them hold.</summary>
    public Quota[] Requests { get; init; } = [];

    /// <summary>Requests in flight; null: as many as come.</summary>
    public int? Concurrency { get; init; }

    /// <summary>Distinct subjects in every interval of each window's length.</summary>
    public Quota[] Subjects { get; init; } = [];

    /// <summary>The subject budgets of one of several gateways.</summary>
    public LevelLimits Divided(int nodes) => this with { Subjects = [.. Subjects.Select(q => new Quota(q.Count / nodes, q.Window, q.Count / nodes))] };

    /// <summary>The same windows without a limit: to count in them, or to find out what is spent.</summary>
    public LevelLimits Unlimited() => this with { Subjects = [.. Subjects.Select(q => new Quota(int.MaxValue, q.Window, int.MaxValue))] };

    public bool IsEmpty => Requests.Length == 0 && Concurrency is null && Subjects.Length == 0;
}
