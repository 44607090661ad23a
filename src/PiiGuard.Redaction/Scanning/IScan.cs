namespace PiiGuard.Redaction.Scanning;

/// <summary>
/// The innermost loops over the bytes of a document, in one vector width. All implementations answer alike. Each may read up to
/// <see cref="Padding"/> bytes past the position it is asked about.
/// </summary>
internal interface IScan
{
    /// <summary>How many zero bytes have to follow the document: NUL ends a string, a number and white space.</summary>
    const int Padding = 64;

    /// <summary>
    /// The first byte from <paramref name="at"/> on that ends the plain part of a string: a quote, a backslash or a control
    /// character. What stands before it is added to <paramref name="traits"/>.
    /// </summary>
    static abstract int EndOfPlainText(ref byte data, int at, ref TextTraits traits);

    /// <summary>The first byte from <paramref name="at"/> on that is not white space (RFC 8259, section 2).</summary>
    static abstract int EndOfWhiteSpace(ref byte data, int at);

    /// <summary>Whether the first <paramref name="length"/> bytes (at most 64) are those of the literal, which is padded with zeros to 64.</summary>
    static abstract bool StartsWith(ref byte data, int at, ref byte literal, int length);
}
