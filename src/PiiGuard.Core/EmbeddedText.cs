using System.Text;

namespace PiiGuard;

/// <summary>Data files that are embedded in this assembly.</summary>
internal static class EmbeddedText
{
    /// <summary>The lines of a file with their numbers from 1, without comments (<c>#</c> first) and blank lines.</summary>
    public static IEnumerable<(string Line, int Number)> Lines(string name)
    {
        const int Buffer = 8_192;
        using var reader = new StreamReader(
            typeof(EmbeddedText).Assembly.GetManifestResourceStream(name) ?? throw new InvalidOperationException($"no embedded file {name}"), Encoding.UTF8, detectEncodingFromByteOrderMarks: true, Buffer);
        var number = 0;
        while (reader.ReadLine() is { } line)
        {
            number++;
            if (!string.IsNullOrWhiteSpace(line) && line[0] != '#')
            {
                yield return (line, number);
            }
        }
    }
}
