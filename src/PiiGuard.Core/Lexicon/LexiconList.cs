namespace PiiGuard.Lexicon;

/// <summary>A range of a line that lists things with commas between; nothing is allocated to read it.</summary>
/// <param name="text">The line.</param>
/// <param name="start">Where the list starts.</param>
/// <param name="end">Where it ends.</param>
internal readonly struct LexiconList(string text, int start, int end)
{
    public bool IsEmpty => !GetEnumerator().MoveNext();

    /// <summary>Whether any of some letters stands in it.</summary>
    public bool HoldsAny(char[] letters) => text.IndexOfAny(letters, start, end - start) >= 0;

    public Enumerator GetEnumerator() => new(text, start, end);

    /// <summary>The items as strings.</summary>
    public string[] ToArray()
    {
        var items = new List<string>();
        foreach (var (line, from, to) in this)
        {
            items.Add(line.Substring(from, to - from));
        }

        return [.. items];
    }

    public struct Enumerator(string text, int start, int end)
    {
        private int _next = start;

        public (string Text, int Start, int End) Current { get; private set; }

        /// <summary>The next item that is not empty, without the white space around it.</summary>
        public bool MoveNext()
        {
            while (_next < end)
            {
                var comma = text.IndexOf(',', _next, end - _next);
                var (from, to) = (_next, comma < 0 ? end : comma);
                _next = to + 1;
                while (from < to && char.IsWhiteSpace(text[from]))
                {
                    from++;
                }

                while (to > from && char.IsWhiteSpace(text[to - 1]))
                {
                    to--;
                }

                if (from < to)
                {
                    Current = (text, from, to);
                    return true;
                }
            }

            return false;
        }
    }
}
