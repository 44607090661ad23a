namespace PiiGuard.Lexicon;

/// <summary>How much context a term needs to stand for personal data.</summary>
internal enum TermStrength
{
    /// <summary>None: personal wherever it stands, unless the name itself says that it is a thing's.</summary>
    Always,

    /// <summary>Personal unless the nearest context is a thing.</summary>
    Usual,

    /// <summary>Personal when the nearest context is a person, an organisation or contact data.</summary>
    Contact,

    /// <summary>Personal when the nearest context is a person or contact data.</summary>
    Person,

    /// <summary>Personal where an address is: the nearest context is contact data, or a property beside it is a part of an address.</summary>
    Address,

    /// <summary>Personal when a word for a person stands beside it in the name itself, as <c>number</c> in <c>customerNumber</c>.</summary>
    Numbered,
}
