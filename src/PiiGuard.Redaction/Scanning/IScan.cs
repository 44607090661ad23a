namespace PiiGuard.Redaction.Scanning;

/// <summary>
/// The innermost loops over the bytes of a document, in one vector width. All implementations answer alike. Each may read up to
/// <see cref="Padding"/> bytes past the position it is asked about.
/// </summary>
internal interface IScan
{
    /// <summary>How many zero bytes have to follow the document: NUL ends a string, a number and white space.</summary>
    const int Padding = 64;

    /// <summary>Longer texts are short ones in no width.</summary>
    const int LongestShortText = 32;

    /// <summary>How many marks an <c>@</c> gives.</summary>
    const int MarksOfAt = 8;

    /// <summary>
    /// The first byte from <paramref name="at"/> on that ends the plain part of a string: a quote, a backslash or a control character.
    /// </summary>
    /// <param name="data">The document.</param>
    /// <param name="at">Where to begin.</param>
    /// <param name="isAscii">Whether what stands before the end is ASCII.</param>
    /// <param name="marks">One for each digit before the end, and <see cref="MarksOfAt"/> for each <c>@</c>: few of them, and it is no personal data. Of a long text, the most in a part of it that is longer than all personal data.</param>
    static abstract int EndOfPlainText(ref byte data, int at, out bool isAscii, out int marks);

    /// <summary>
    /// Where the string ends whose text begins at <paramref name="at"/>, behind its closing quote, if it is a short one in ASCII without escapes; the complement of that where a closer look
    /// at it is worth it (<see cref="Detection.ValueDetector.IsSuspect(ref byte, int)"/>). 0 when it is another one or not all there.
    /// </summary>
    static abstract int EndOfShortText(ref byte data, int at);

    /// <summary>The first byte from <paramref name="at"/> on that is not white space (RFC 8259, section 2).</summary>
    static abstract int EndOfWhiteSpace(ref byte data, int at);

    /// <summary>Whether the first <paramref name="length"/> bytes (at most 64) are those of the literal, which is padded with zeros to 64.</summary>
    static abstract bool StartsWith(ref byte data, int at, ref byte literal, int length);
}
