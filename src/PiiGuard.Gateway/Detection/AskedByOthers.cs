namespace PiiGuard.Gateway.Detection;

/// <summary>
/// Who has asked for a subject last: a table of fixed size that forgets by overwriting. Good enough to tell how many of a caller's
/// subjects others ask for too; nothing is decided by a single answer of it.
/// </summary>
internal sealed class AskedByOthers
{
    private const int Places = 1 << 20;

    private readonly uint[] _places = new uint[Places]; // 16 bits of the subject, 16 bits of the caller

    /// <summary>Notes that a caller asks for a subject. Races lose a note, which does no harm.</summary>
    /// <returns>Whether another caller has asked for it before.</returns>
    public bool Note(ulong subject, ulong caller)
    {
        ref var place = ref _places[subject % Places];
        var tag = (uint)(subject >> 48) << 16;
        var own = tag | (uint)(caller >> 48);
        var last = place;
        place = own;
        return (last & 0xFFFF0000) == tag && last != own && last != 0;
    }
}
