namespace PiiGuard.Gateway.Ledger;

/// <summary>Whether what was charged left.</summary>
internal enum DeliveryState
{
    Delivered,

    /// <summary>Something of it did, or the gateway ended before it could say so.</summary>
    Perhaps,

    /// <summary>Nothing of it did: it was refused after it had been charged.</summary>
    Withheld,
}
