using System.Text;

namespace PiiGuard.Lexicon;

/// <summary>Writes what <see cref="LexiconImage"/> reads.</summary>
internal static class LexiconImageWriter
{
    public static void Write(BinaryWriter image, PiiLexicon lexicon)
    {
        image.Write(lexicon.OwnerLines);
        WriteAll(image, lexicon.Types, t => Write(image, (int)t.Key, t.Value.Bits));
        WriteAll(image, lexicon.Formats, f =>
        {
            image.Write(f.Key);
            Write(image, (int)f.Value);
        });
        WriteAll(image, lexicon.Compounds, c => Write(image, (int)c.Key.Before, (int)c.Key.Head, (int)c.Value));

        // The phrases of a line say the same: what they say is written once.
        var phrases = Enumerable.Range(1, lexicon.Table.Count).Select(key => lexicon.Table[key]).ToList();
        var meanings = phrases.SelectMany(p => p.Sense.Meaning is { } meaning ? p.Sense.Within.Prepend(meaning) : p.Sense.Within).Distinct().ToList();
        var numbers = meanings.Select((meaning, number) => (meaning, number)).ToDictionary(m => m.meaning, m => m.number);
        var senses = phrases.Where(p => !p.IsPart).Select(p => p.Sense).DistinctBy(Said).ToList();
        var senseNumbers = senses.Select((sense, number) => (sense, number)).ToDictionary(s => Said(s.sense), s => s.number, StringComparer.Ordinal);
        WriteAll(image, meanings, m =>
        {
            Write(image, m.Category is { } category ? (int)category : LexiconImage.Nothing, (int)m.Strength);
            image.Write(m.Types is not null);
            if (m.Types is { } types)
            {
                image.Write(types.Bits);
            }

            image.Write(m.OwnerLine ?? LexiconImage.Nothing);
        });
        WriteAll(image, senses, s =>
        {
            Write(image, (int)s.Roles, s.Meaning is null ? LexiconImage.Nothing : numbers[s.Meaning]);
            WriteAll(image, s.Within, m => image.Write(numbers[m]));
            WriteAll(image, s.OwnerLines, image.Write);
        });

        image.Write(phrases.Count);
        phrases.ForEach(p => image.Write(checked((ushort)(p.IsPart ? 0 : senseNumbers[Said(p.Sense)]))));
        phrases.ForEach(p => image.Write(checked((byte)p.Length)));
        var keys = Enumerable.Range(1, phrases.Count).Select(lexicon.Table.Key).ToList();
        keys.ForEach(k => image.Write(checked((byte)k.Length)));
        WriteText(image, string.Concat(phrases.Select(p => p.Line?.Substring(p.Start, p.Length))));
        WriteText(image, string.Concat(keys));
        WriteAll(image, lexicon.Table.Slots, image.Write);

        string Said(WordSense sense) => string.Join('|', sense.Roles, sense.Meaning is null ? "" : numbers[sense.Meaning], string.Join(',', sense.Within.Select(m => numbers[m])), string.Join(',', sense.OwnerLines));
    }

    private static void Write(BinaryWriter image, params ReadOnlySpan<int> values)
    {
        foreach (var value in values)
        {
            image.Write(value);
        }
    }

    private static void WriteText(BinaryWriter image, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        image.Write(bytes.Length);
        image.Write(bytes);
    }

    private static void WriteAll<T>(BinaryWriter image, IReadOnlyCollection<T> all, Action<T> write)
    {
        image.Write(all.Count);
        foreach (var one in all)
        {
            write(one);
        }
    }
}
