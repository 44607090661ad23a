namespace PiiGuard.Classification;

/// <summary>The form in which two spellings of a property name are the same name.</summary>
public static class NameFolding
{
    /// <summary>Letters and digits only, lower case, without accents and invisible characters; look-alikes become the letter they look like. Of a longer name the last 256 of them.</summary>
    public static string Fold(string name) => NameTokens.Fold(name);
}
