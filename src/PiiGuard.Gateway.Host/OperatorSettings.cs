namespace PiiGuard.Gateway.Host;

/// <summary>Where operators may ask, and the SHA-256 of their key.</summary>
internal sealed record OperatorSettings(Uri Url, byte[] KeyHash)
{
    /// <summary>Reads the section; null: there is none.</summary>
    public static OperatorSettings? Read(IConfigurationSection section)
    {
        if (!section.Exists())
        {
            return null;
        }

        if (section.GetChildren().FirstOrDefault(c => c.Key is not ("Url" or "KeySha256")) is { } other)
        {
            throw new OperatorSettingsException($"{other.Path}: is not a setting; expected KeySha256, Url");
        }

        if (!Uri.TryCreate(section["Url"], UriKind.Absolute, out var url) || url.Port <= 0 || url.PathAndQuery != "/" || url.Scheme is not ("http" or "https"))
        {
            throw new OperatorSettingsException($"{section.Path}:Url: '{section["Url"]}' is not an address; expected one of its own such as 'http://127.0.0.1:5090'");
        }

        return section["KeySha256"] is { Length: 64 } hash && hash.All(char.IsAsciiHexDigit)
            ? new(url, Convert.FromHexString(hash))
            : throw new OperatorSettingsException($"{section.Path}:KeySha256: is not a SHA-256 hash of 64 hexadecimal digits (printf %s \"$KEY\" | sha256sum)");
    }
}
