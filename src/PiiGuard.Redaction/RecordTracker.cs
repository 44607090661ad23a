using System.Security.Cryptography;

namespace PiiGuard.Redaction;

/// <summary>
/// Says whose data a document holds, while it passes. Personal data belongs to the nearest enclosing object that has a subject
/// key; where none has, each object and each listed value with personal data counts as a subject nobody has seen before. Output stays
/// unreleasable from the first personal data whose subject has not been named.
/// </summary>
internal sealed class RecordTracker
{
    private readonly List<ulong> _subjects = [];

    public RedactionReport Report { get; } = new();

    public static void Personal(ref Frame frame, long position)
    {
        if (frame.IsArray)
        {
            frame.Orphans++; // each value of a list may be another person's
        }
        else
        {
            frame.HasPersonalData = true;
        }

        Pend(ref frame, position);
    }

    /// <summary>Notes a subject key of an object; in an array, one of a list of them.</summary>
    public void Subject(ref Frame frame, int rank, ulong digest, long position)
    {
        if (frame.IsArray || (rank == frame.SubjectRank && digest != frame.Subject))
        {
            // A list of keys, or one key twice: readers differ in which one they take, so each counts.
            _subjects.Add(digest);
            Report.Records++;
        }
        else if (rank < frame.SubjectRank)
        {
            // A more telling key counts even where a less telling one was named already.
            frame.SubjectRank = rank;
            frame.Subject = digest;
            frame.SubjectNamed = false;
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

        // Maps keyed by anything look like objects with members, so every object within counts for itself until a key claims it.
        parent.Orphans += Unowned(frame);
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

    private static int Unowned(in Frame frame) => (frame.HasPersonalData ? 1 : 0) + frame.Orphans;

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
