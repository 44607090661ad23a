using System.Security.Cryptography;

namespace PiiGuard.Redaction;

/// <summary>
/// Says whose data a document holds, while it passes. Personal data belongs to the nearest enclosing object that has a subject
/// key; where none has, each array element with personal data counts as one subject nobody has seen before. Output stays
/// unreleasable from the first personal data whose subject has not been named.
/// </summary>
internal sealed class RecordTracker
{
    private readonly List<ulong> _subjects = [];

    public RedactionReport Report { get; } = new();

    public static void Personal(ref Frame frame, long position)
    {
        frame.HasPersonalData = true;
        Pend(ref frame, position);
    }

    public static void Subject(ref Frame frame, int rank, ulong digest, long position)
    {
        if (rank < frame.SubjectRank && !frame.SubjectNamed)
        {
            frame.SubjectRank = rank;
            frame.Subject = digest;
        }

        Pend(ref frame, position);
    }

    /// <summary>Closes an object or array inside of another.</summary>
    public void Close(in Frame frame, ref Frame parent)
    {
        if (Name(frame))
        {
            return;
        }

        if (parent.IsArray)
        {
            parent.Orphans += Unowned(frame);
        }
        else
        {
            parent.Orphans += frame.Orphans;
            parent.HasPersonalData |= frame.HasPersonalData;
        }

        if (frame.PendingFrom >= 0)
        {
            Pend(ref parent, frame.PendingFrom);
        }
    }

    /// <summary>Closes the whole document.</summary>
    public void CloseRoot(in Frame frame)
    {
        if (!Name(frame))
        {
            NameStrangers(Unowned(frame));
        }
    }

    /// <summary>A document that is one value and no object.</summary>
    public void RootValue() => NameStrangers(1);

    /// <summary>Names what can be named of the open records, so that their output can go before they end.</summary>
    public void NameOpen(Span<Frame> frames)
    {
        foreach (ref var frame in frames)
        {
            if (Name(frame))
            {
                frame.SubjectNamed = true;
                frame.PendingFrom = -1;
            }
            else if (frame.IsArray)
            {
                NameStrangers(frame.Orphans);
                frame.Orphans = 0;
                frame.PendingFrom = -1;
            }
        }
    }

    public IReadOnlyList<ulong> Take()
    {
        ulong[] taken = [.. _subjects];
        _subjects.Clear();
        return taken;
    }

    private static int Unowned(in Frame frame) => Math.Max(frame.HasPersonalData ? 1 : 0, frame.Orphans);

    private static void Pend(ref Frame frame, long position)
    {
        if (!frame.SubjectNamed && (frame.PendingFrom < 0 || position < frame.PendingFrom))
        {
            frame.PendingFrom = position;
        }
    }

    private bool Name(in Frame frame)
    {
        if (frame.SubjectRank == Frame.NoSubject)
        {
            return false;
        }

        if (!frame.SubjectNamed)
        {
            _subjects.Add(frame.Subject);
            Report.Records++;
        }

        return true;
    }

    /// <summary>Records without a key: each counts as a subject of its own, never met before.</summary>
    private void NameStrangers(int count)
    {
        Report.Records += count;
        for (; count > 0; count--)
        {
            _subjects.Add(BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(8)));
        }
    }
}
