namespace PiiGuard.Gateway.Ledger;

/// <summary>A chain of the ledger as it is kept.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Started">Seconds since 1970.</param>
/// <param name="Node">Name of the gateway that wrote it.</param>
/// <param name="Entries">How many rows it has.</param>
/// <param name="Head">MAC of the last one; of an empty chain its root.</param>
/// <param name="Seal">Seals the two.</param>
internal sealed record LedgerChain(long Number, long Started, string Node, long Entries, byte[] Head, byte[] Seal);
