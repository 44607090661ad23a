using System.Buffers.Binary;
using PiiGuard.Gateway.Limits;

namespace PiiGuard.Gateway.Ledger;

/// <summary>An entry of the ledger as it is kept.</summary>
internal sealed record LedgerRow
{
    private const int LongestName = 600;
    private const int LongestDetail = 100_000;

    /// <summary>Each run of a gateway writes a chain of its own.</summary>
    public required long Chain { get; init; }

    /// <summary>Number within the chain, from 1.</summary>
    public required long Number { get; init; }

    public required long At { get; init; }

    public required LedgerKind Kind { get; init; }

    public required long Request { get; init; }

    public required string Caller { get; init; }

    public required string Tier { get; init; }

    public required string Route { get; init; }

    public required string Policy { get; init; }

    public required string Outcome { get; init; }

    public required string Detail { get; init; }

    /// <summary>Nine bytes for each level that was charged: kind, and key in little endian.</summary>
    public required byte[] Accounts { get; init; }

    /// <summary>Eight bytes for each digest, in little endian.</summary>
    public required byte[] Subjects { get; init; }

    /// <summary>The digest among them that is the caller itself; 0: none.</summary>
    public required long Own { get; init; }

    /// <summary>What chains the row to the one before it.</summary>
    public byte[] Mac { get; init; } = [];

    public static LedgerRow Of(LedgerEntry entry, long chain, long number)
    {
        List<Level> charged = [.. entry.Levels.Where(l => l.Limits.Subjects.Length > 0)];
        var accounts = new byte[charged.Count * 9];
        for (var i = 0; i < charged.Count; i++)
        {
            accounts[i * 9] = (byte)charged[i].Kind;
            BinaryPrimitives.WriteUInt64LittleEndian(accounts.AsSpan(i * 9 + 1), charged[i].Key);
        }

        var subjects = new byte[entry.Subjects.Count * 8];
        for (var i = 0; i < entry.Subjects.Count; i++)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(subjects.AsSpan(i * 8), entry.Subjects[i]);
        }

        return new()
        {
            Chain = chain,
            Number = number,
            At = entry.At,
            Kind = entry.Kind,
            Request = (long)entry.Request,
            Caller = Clean(entry.Caller),
            Tier = Clean(entry.Tier),
            Route = Clean(entry.Route),
            Policy = Clean(entry.Policy),
            Outcome = Clean(entry.Outcome),
            Detail = Clean(entry.Detail, LongestDetail),
            Accounts = accounts,
            Subjects = subjects,
            Own = (long)(entry.Own ?? 0),
        };
    }

    /// <summary>The levels that were charged.</summary>
    public IEnumerable<(LevelKind Kind, long Key)> AccountKeys()
    {
        for (var i = 0; i < Accounts.Length / 9; i++)
        {
            yield return ((LevelKind)Accounts[i * 9], BinaryPrimitives.ReadInt64LittleEndian(Accounts.AsSpan(i * 9 + 1)));
        }
    }

    /// <summary>Whose data it is.</summary>
    public IEnumerable<long> SubjectDigests()
    {
        for (var i = 0; i < Subjects.Length / 8; i++)
        {
            yield return BinaryPrimitives.ReadInt64LittleEndian(Subjects.AsSpan(i * 8));
        }
    }

    /// <summary>
    /// What is to be found under the subjects: which accounts received them. A caller's own data stands under an account of its own,
    /// which has no budget.
    /// </summary>
    public IEnumerable<(long Subject, long Account)> Received()
    {
        foreach (var subject in SubjectDigests())
        {
            foreach (var (kind, key) in AccountKeys())
            {
                if (Own == 0 || subject != Own)
                {
                    yield return (subject, key);
                }
                else if (kind == LevelKind.Credential)
                {
                    yield return (subject, OwnAccount(key));
                }
            }
        }
    }

    /// <summary>No database refuses it: neither too long for an index, nor with a NUL or half a surrogate pair.</summary>
    private static string Clean(string text, int longest = LongestName) => text.Length <= longest && !text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF') && !text.Contains('\0')
        ? text
        : string.Concat((text.Length > longest ? text[..longest] : text).EnumerateRunes().Select(r => r.Value == 0 ? "\uFFFD" : r.ToString()));

    public static long OwnAccount(long credential) => credential ^ 0x4F574E; // "OWN"
}
