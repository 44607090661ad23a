using System.Text;

namespace PiiGuard.Lexicon;

/// <summary>
/// Reads the lexicon as <c>PiiGuard.LexiconCompiler</c> has made it of the data files when this assembly was built, so that no
/// process has to read half a megabyte of text before its first answer. It has no version, as it lies in the assembly that reads it.
/// </summary>
internal static class LexiconImage
{
    /// <summary>Stands for a category or a line that a meaning does not have.</summary>
    public const int Nothing = -1;

    private const string Resource = "lexicon";

    public static PiiLexicon ReadEmbedded()
    {
        using var stream = typeof(LexiconImage).Assembly.GetManifestResourceStream(Resource) ?? throw new InvalidOperationException($"no embedded file {Resource}");
        using var image = new BinaryReader(stream, Encoding.UTF8);
        var ownerLines = image.ReadInt32();
        var (types, formats, compounds) = (new Dictionary<PiiCategory, FieldTypeSet>(), new Dictionary<string, PiiCategory>(StringComparer.OrdinalIgnoreCase), new Dictionary<(PiiCategory, PiiCategory), PiiCategory>());
        for (var left = image.ReadInt32(); left > 0; left--)
        {
            types.Add(Category(image), new(image.ReadInt32()));
        }

        for (var left = image.ReadInt32(); left > 0; left--)
        {
            formats.Add(image.ReadString(), Category(image));
        }

        for (var left = image.ReadInt32(); left > 0; left--)
        {
            compounds.Add((Category(image), Category(image)), Category(image));
        }

        var meanings = ReadAll(image, () => ReadMeaning(image));
        var senses = ReadAll(image, () => ReadSense(image, meanings));
        return new(ReadTable(image, senses), ownerLines, types, formats, compounds);
    }

    private static PiiCategory Category(BinaryReader image) => (PiiCategory)image.ReadInt32();

    private static TermMeaning ReadMeaning(BinaryReader image)
    {
        var category = image.ReadInt32();
        var strength = (TermStrength)image.ReadInt32();
        FieldTypeSet? types = image.ReadBoolean() ? new FieldTypeSet(image.ReadInt32()) : null;
        var ownerLine = image.ReadInt32();
        return new(category == Nothing ? null : (PiiCategory)category, strength, types, ownerLine == Nothing ? null : ownerLine);
    }

    private static WordSense ReadSense(BinaryReader image, TermMeaning[] meanings)
    {
        var roles = (WordRoles)image.ReadInt32();
        var meaning = image.ReadInt32();
        var within = ReadAll(image, () => meanings[image.ReadInt32()]);
        var ownerLines = ReadAll(image, image.ReadInt32);
        return new(roles, meaning == Nothing ? null : meanings[meaning], within, ownerLines);
    }

    private static LexiconTable ReadTable(BinaryReader image, WordSense[] senses)
    {
        var count = image.ReadInt32();
        var sensesOfKeys = image.ReadBytes(count * sizeof(ushort));
        var textLengths = image.ReadBytes(count);
        var keyLengths = image.ReadBytes(count);
        var texts = ReadText(image);
        var phrases = new LexiconPhrase[count];
        for (var (key, start) = (0, 0); key < count; start += textLengths[key++])
        {
            if (textLengths[key] > 0) // otherwise it is only part of a phrase
            {
                phrases[key] = new(texts, start, textLengths[key], senses[sensesOfKeys[2 * key] | (sensesOfKeys[(2 * key) + 1] << 8)]);
            }
        }

        var letters = ReadText(image).ToCharArray();
        var slots = new int[image.ReadInt32()];
        var bytes = image.ReadBytes(slots.Length * sizeof(int));
        for (var slot = 0; slot < slots.Length; slot++)
        {
            var at = slot * sizeof(int);
            slots[slot] = bytes[at] | (bytes[at + 1] << 8) | (bytes[at + 2] << 16) | (bytes[at + 3] << 24);
        }

        return new(letters, keyLengths, phrases, slots);
    }

    private static string ReadText(BinaryReader image) => Encoding.UTF8.GetString(image.ReadBytes(image.ReadInt32()));

    private static T[] ReadAll<T>(BinaryReader image, Func<T> read)
    {
        var all = new T[image.ReadInt32()];
        for (var i = 0; i < all.Length; i++)
        {
            all[i] = read();
        }

        return all;
    }
}
