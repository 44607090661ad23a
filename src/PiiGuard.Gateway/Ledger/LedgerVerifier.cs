using System.Data.Common;
using System.Globalization;
using PiiGuard.Gateway.Limits;

namespace PiiGuard.Gateway.Ledger;

/// <summary>
/// Finds out whether the ledger is as the gateways wrote it: no row changed, added, missing or moved, no chain missing, the tail there,
/// and the index by subject complete.
/// </summary>
/// <param name="connection">The ledger.</param>
/// <param name="lookUps">Another connection to it, for questions while rows are read.</param>
/// <param name="keys">The keys under which it was written.</param>
internal sealed class LedgerVerifier(DbConnection connection, DbConnection lookUps, LedgerKeys keys)
{
    public const int MostProblems = 100;
    private const int ClockSlack = 5; // seconds between the clocks of a gateway and of its store

    private readonly LedgerReader _ledger = new(connection);
    private readonly LedgerReader _received = new(lookUps);
    private readonly List<string> _problems = [];
    private readonly Dictionary<long, long> _accounts = []; // that were looked at, with the time of their first entry
    private long _last; // no entry is later

    /// <summary>What is wrong, at most a hundred of it; empty: nothing is.</summary>
    public IReadOnlyList<string> Problems => _problems;

    /// <summary>Rows looked at.</summary>
    public long Rows { get; private set; }

    /// <summary>Where the chains stand.</summary>
    public List<string> Heads { get; } = [];

    /// <summary>Verifies everything.</summary>
    /// <param name="expected">Heads that were noted earlier.</param>
    /// <param name="progress">Is told the number of rows now and then.</param>
    public void Verify(IReadOnlyList<LedgerHead> expected, Action<long> progress)
    {
        if (LedgerChains.Sealed(connection, keys) is not { } count)
        {
            Add($"The seal over the number of chains is missing or wrong: the ledger was written under another key, or was tampered with.");
            return;
        }

        _last = _ledger.LastTime();
        var chains = _ledger.Chains().ToDictionary(c => c.Number);
        for (var number = 1L; number <= count; number++)
        {
            if (!chains.ContainsKey(number))
            {
                Add($"Chain {number} is missing.");
            }
        }

        foreach (var number in chains.Keys.Concat(_ledger.ChainsOfRows()).Distinct().Where(n => n > count || !chains.ContainsKey(n)))
        {
            Add($"Chain {number} was never begun.");
        }

        foreach (var chain in chains.Values.OrderBy(c => c.Number))
        {
            Verify(chain, [.. expected.Where(e => e.Chain == chain.Number)], progress);
        }

        // Since when somebody is known ends the time of probation.
        foreach (var (account, first) in _accounts.Where(a => _received.Account(a.Key) is { } known && Math.Abs(known.Since - a.Value) > ClockSlack))
        {
            Add($"Account {account:x16} is not known since its first entry, {first}.");
        }

        foreach (var head in expected.Where(e => !chains.ContainsKey(e.Chain)))
        {
            Add($"Chain {head.Chain}, which was noted earlier, is missing.");
        }
    }

    private void Verify(LedgerChain chain, List<LedgerHead> expected, Action<long> progress)
    {
        if (!keys.Seal(chain.Number, chain.Entries, chain.Head).AsSpan().SequenceEqual(chain.Seal))
        {
            Add($"The seal of chain {chain.Number} is wrong.");
        }

        var previous = keys.Root(chain.Number, chain.Started, chain.Node);
        var number = 0L;
        Dictionary<long, List<LedgerRow>> pending = [];
        foreach (var row in _ledger.RowsOf(chain.Number))
        {
            var isNext = row.Number == number + 1;
            if (!isNext)
            {
                Add($"Chain {chain.Number}: entries {number + 1} to {row.Number - 1} are missing.");
            }

            if (isNext && !keys.Next(previous, row).AsSpan().SequenceEqual(row.Mac))
            {
                Add($"Chain {chain.Number}, entry {row.Number}: is not as it was written, or not where.");
            }

            VerifyReceived(row, pending);
            (previous, number) = (row.Mac, row.Number); // so that one wrong row is one problem
            if (expected.Any(e => e.Entries == number && e.Mac != Convert.ToHexStringLower(previous)))
            {
                Add($"Chain {chain.Number}, entry {number}: is not the one that was noted earlier.");
            }

            if (++Rows % 100_000 == 0)
            {
                progress(Rows);
            }
        }

        if (number != chain.Entries || !previous.AsSpan().SequenceEqual(chain.Head))
        {
            Add($"Chain {chain.Number}: ends at entry {number} and not at {chain.Entries} as sealed.");
        }

        if (expected.Any(e => e.Entries > number))
        {
            Add($"Chain {chain.Number}: ends at entry {number}, and was longer when it was noted earlier.");
        }

        Heads.Add(LedgerHead.Format(chain.Number, number, previous));
    }

    /// <summary>
    /// The index by subject is what budgets are read back from after a restart: it has to hold what was delivered. Of the attempts of a
    /// request that were charged last that is known by its outcome.
    /// </summary>
    private void VerifyReceived(LedgerRow row, Dictionary<long, List<LedgerRow>> pending)
    {
        if (row.Request == 0 || row.Kind is not (LedgerKind.Attempt or LedgerKind.Outcome))
        {
            return;
        }

        if (row.Kind == LedgerKind.Attempt)
        {
            VerifyAccounts(row);
            if (row.Outcome == LedgerOutcome.Continued && pending.TryGetValue(row.Request, out var earlier))
            {
                earlier.Add(row);
                return;
            }
        }

        // Of an answer that broke off nobody knows whether what was charged last was granted; of parts, those before it were.
        if (pending.Remove(row.Request, out var attempts))
        {
            var isKnown = row.Kind == LedgerKind.Attempt || row.Outcome is LedgerOutcome.Delivered or LedgerOutcome.SurplusRedacted;
            VerifyReceived(isKnown ? attempts : attempts[..^1], row.Kind == LedgerKind.Outcome ? row.SubjectDigests().ToHashSet() : []);
        }

        if (row.Kind == LedgerKind.Attempt)
        {
            pending[row.Request] = [row];
        }
    }

    private void VerifyReceived(List<LedgerRow> attempts, HashSet<long> leftOut)
    {
        foreach (var attempt in attempts)
        {
            foreach (var (subject, account) in attempt.Received().Where(r => !leftOut.Contains(r.Subject)))
            {
                if (_received.LastReceived(subject, account) is not { } at || at < attempt.At - ClockSlack || at > _last + ClockSlack)
                {
                    Add($"Chain {attempt.Chain}, entry {attempt.Number}: the index by subject does not have it.");
                    break;
                }
            }
        }
    }

    /// <summary>Under the accounts budgets are found again, and callers: each has to be there as the row that names it says.</summary>
    private void VerifyAccounts(LedgerRow row)
    {
        foreach (var (kind, key) in row.AccountKeys())
        {
            var isNew = !_accounts.TryGetValue(key, out var first);
            _accounts[key] = isNew ? row.At : Math.Min(first, row.At);
            if (isNew && (_received.Account(key) is not { } account || account.Kind != (long)kind || (kind == LevelKind.Credential && account.Caller != row.Caller)))
            {
                Add($"Chain {row.Chain}, entry {row.Number}: its account {key:x16} is not as it was entered.");
            }
        }
    }

    private void Add(FormattableString problem)
    {
        if (_problems.Count < MostProblems)
        {
            _problems.Add(problem.ToString(CultureInfo.InvariantCulture));
        }
    }
}
