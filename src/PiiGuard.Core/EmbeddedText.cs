namespace PiiGuard;

/// <summary>Data files that are embedded in this assembly.</summary>
internal static class EmbeddedText
{
    /// <summary>The lines of a file with their numbers from 1, without comments (<c>#</c> first) and blank lines.</summary>
    public static IEnumerable<(string Line, int Number)> Lines(string name)
    {
        using var reader = new StreamReader(
            typeof(EmbeddedText).Assembly.GetManifestResourceStream(name) ?? throw new InvalidOperationException($"no embedded file {name}"));
        var number = 0;
        while (reader.ReadLine() is { } line)
        {
            number++;
            if (line.Length > 0 && line[0] != '#' && line.Trim().Length > 0)
            {
                yield return (line, number);
            }
        }
    }
}
