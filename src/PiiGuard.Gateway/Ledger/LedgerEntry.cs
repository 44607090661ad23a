using PiiGuard.Gateway.Limits;

namespace PiiGuard.Gateway.Ledger;

/// <summary>One entry of the ledger: names, keyed digests and counts, never values.</summary>
internal sealed record LedgerEntry
{
    public required LedgerKind Kind { get; init; }

    /// <summary>Whether it must not be lost in a crash a moment later: an outcome may be, since its attempt stands.</summary>
    public bool IsUrgent => Kind != LedgerKind.Outcome;

    /// <summary>Seconds since 1970, by the clock of the store.</summary>
    public uint At { get; init; }

    /// <summary>Number by which the attempts and the outcome of one request belong together; 0: of none.</summary>
    public ulong Request { get; init; }

    /// <summary>Name of the caller, as in the log.</summary>
    public required string Caller { get; init; }

    public required string Tier { get; init; }

    /// <summary>Endpoint of the contract, a template.</summary>
    public string Route { get; init; } = "";

    /// <summary>Digest of the configuration in force (<see cref="Policies.PolicySnapshot.Fingerprint"/>).</summary>
    public string Policy { get; init; } = "";

    /// <summary><c>delivered</c>, the code of a refusal, or the step; of an attempt whether the subjects are there.</summary>
    public string Outcome { get; init; } = "";

    /// <summary>Categories and how many values of each: <c>PersonName:3 BirthDate:3</c>. Of a step or a release the reason.</summary>
    public string Detail { get; init; } = "";

    /// <summary>The levels at which the subjects were charged.</summary>
    public IReadOnlyList<Level> Levels { get; init; } = [];

    /// <summary>Whose data it is; of an outcome, whose data stands in the attempts that were charged last but was left out, because it exceeded a budget.</summary>
    public IReadOnlyList<ulong> Subjects { get; init; } = [];

    /// <summary>How much work it is to write.</summary>
    public int Weight => 1 + Subjects.Count * Math.Max(1, Levels.Count);

    /// <summary>The same in entries of so many subjects at most: a page of thousands must not keep all others waiting.</summary>
    public IEnumerable<LedgerEntry> Parts(int subjects) => Subjects.Count <= subjects ? [this] : Subjects.Chunk(subjects).Select(s => this with { Subjects = s });

    /// <summary>The subject among them that is the caller itself, which is not charged.</summary>
    public ulong? Own { get; init; }
}
