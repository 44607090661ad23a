using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace PiiGuard.Redaction;

/// <summary>
/// Says whose data a document holds, while it passes. Personal data belongs to the nearest enclosing object that has a subject
/// key; where none has, each object and each listed value with personal data counts as a subject nobody has seen before. Output stays
/// unreleasable from the first personal data whose subject has not been named.
/// </summary>
internal sealed class RecordTracker
{
    private List<NamedSubject> _subjects = [];
    private List<NamedSubject> _taken = [];
    private ulong _stranger = Random();

    public RedactionReport Report { get; } = new();

    /// <summary>The records that are named and closed, where somebody asks for them.</summary>
    public List<RecordRange>? Ranges { get; set; }

    /// <summary>Of a document inside of another one: records without a key are left to what holds the document.</summary>
    public int Unowned { get; private set; }

    public void Reset()
    {
        _subjects.Clear();
        Report.Clear();
        Ranges = null;
        Unowned = 0;
    }

    /// <summary>Notes a personal value that is written into a frame.</summary>
    public static void Personal(ref Frame frame, long position)
    {
        if (frame.IsArray)
        {
            Listed(ref frame, position);
            return;
        }

        frame.HasPersonalData = true;
        Pend(ref frame, position);
    }

    /// <summary>Notes a personal value of a list, or a personal name of a map: each may be another person's.</summary>
    public static void Listed(ref Frame frame, long position)
    {
        frame.Orphans++;
        Pend(ref frame, position);
    }

    /// <summary>Notes a subject key of an object; in an array, one of a list of them.</summary>
    public void Subject(ref Frame frame, int rank, NamedSubject subject, long position)
    {
        if (frame.IsArray || (rank == frame.SubjectRank && subject.Digest != frame.Subject.Digest))
        {
            // A list of keys, or one key twice: readers differ in which one they take, so each counts.
            _subjects.Add(subject);
            Report.Records++;
        }
        else if (rank < frame.SubjectRank)
        {
            // A more telling key counts even where a less telling one was named already.
            frame.SubjectRank = rank;
            frame.Subject = subject;
            frame.SubjectNamed = false;
        }

        Pend(ref frame, position);
    }

    /// <summary>Notes what a document inside of the frame has named and what it left to it.</summary>
    public void Embedded(ref Frame frame, RecordTracker inner, long position)
    {
        _subjects.AddRange(inner._subjects);
        Report.Add(inner.Report);
        if (inner.Unowned > 0)
        {
            frame.Orphans += inner.Unowned;
            Pend(ref frame, position);
        }
    }

    /// <summary>Closes an object or array inside of another.</summary>
    public void Close(in Frame frame, ref Frame parent, long end)
    {
        if (Name(frame))
        {
            Ranges?.Add(new(frame.Subject.Digest, frame.Start, end));
            return;
        }

        // Maps keyed by anything look like objects with members, so every object within counts for itself until a key claims it.
        parent.Orphans += CountOf(frame);
        if (frame.PendingFrom >= 0)
        {
            Pend(ref parent, frame.PendingFrom);
        }
    }

    /// <summary>Closes the whole document; the frame below its root holds what nobody has claimed.</summary>
    public void Complete(ref Frame document, bool isEmbedded)
    {
        var unowned = CountOf(document);
        if (isEmbedded)
        {
            Unowned = unowned;
        }
        else
        {
            NameStrangers(unowned);
        }

        document.PendingFrom = -1;
    }

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

    /// <summary>The subjects named since the last time.</summary>
    public ReadOnlySpan<NamedSubject> Take()
    {
        (_taken, _subjects) = (_subjects, _taken);
        _subjects.Clear();
        return CollectionsMarshal.AsSpan(_taken);
    }

    private static ulong Random()
    {
        Span<byte> bytes = stackalloc byte[8];
        RandomNumberGenerator.Fill(bytes);
        return BitConverter.ToUInt64(bytes);
    }

    private static int CountOf(in Frame frame) => (frame.HasPersonalData ? 1 : 0) + frame.Orphans;

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
            _subjects.Add(new(_stranger += 0x9E3779B97F4A7C15, NamedSubject.NoOrdinal)); // from a random start; odd, so that it comes back only after all others
        }
    }
}
