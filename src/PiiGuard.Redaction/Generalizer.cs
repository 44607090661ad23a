using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace PiiGuard.Redaction;

/// <summary>Makes a value less precise. What it does not understand it does not let through.</summary>
internal static class Generalizer
{
    private static readonly HashSet<string> Postcodes = new(StringComparer.Ordinal)
    {
        "postal code", "post code", "postcode", "zip code", "zipcode", "zip", "plz", "postleitzahl", "code postal", "codigo postal", "codice postale", "cep", "kod pocztowy",
    };

    private static readonly HashSet<string> Regions = new(StringComparer.Ordinal)
    {
        "country", "country code", "country name", "state", "state or province", "state province", "region", "province",
        "land", "bundesland", "pays", "pais", "provincia", "estado", "nazione", "regione", "kraj", "wojewodztwo",
    };

    private static readonly HashSet<string> Coordinates = new(StringComparer.Ordinal) { "latitude", "longitude", "lat", "lng", "lon", "breitengrad", "laengengrad" };

    /// <summary>The JSON text of the generalised value; null when there is none, so that the value has to be removed.</summary>
    /// <param name="category">Category of the value.</param>
    /// <param name="term">The lexicon term of its name.</param>
    /// <param name="value">A reader on the value: text or a number.</param>
    public static byte[]? Generalize(PiiCategory category, string? term, ref readonly Utf8JsonReader value) => category switch
    {
        PiiCategory.Location when term is not null && Coordinates.Contains(term) && value.TokenType == JsonTokenType.Number && value.TryGetDecimal(out var degrees) && Math.Abs(degrees) <= 180 =>
            Encoding.UTF8.GetBytes(Math.Round(degrees, 1).ToString(CultureInfo.InvariantCulture)),
        _ when value.TokenType != JsonTokenType.String => null,
        PiiCategory.BirthDate => Year(value.GetString()!) is { } year ? Quote(year) : null,
        PiiCategory.PostalAddress when term is not null && Regions.Contains(term) => JsonSerializer.SerializeToUtf8Bytes(value.GetString()!, JsonText.Default.String),
        PiiCategory.PostalAddress when term is not null && Postcodes.Contains(term) => Prefix(value.GetString()!) is { } prefix ? Quote(prefix + "***") : null,
        PiiCategory.IpAddress => IPAddress.TryParse(value.GetString(), out var address) && !EmbedsIpv4(address) ? Quote(Network(address)) : null,
        _ => null,
    };

    /// <summary>Year of an ISO 8601 date, or of one that ends with it (17.05.1984, 05/17/1984).</summary>
    private static string? Year(string date)
    {
        if (date.Length >= 10 && date.AsSpan(0, 4).IndexOfAnyExceptInRange('0', '9') < 0 && date[4] is '-' or '/')
        {
            return date[..4];
        }

        return date.Length is >= 8 and <= 10 && date.AsSpan(date.Length - 4).IndexOfAnyExceptInRange('0', '9') < 0 && date[^5] is '.' or '/' or '-'
            ? date[^4..]
            : null;
    }

    private static string? Prefix(string postcode) =>
        postcode.Length is >= 4 and <= 10 && char.IsAsciiLetterOrDigit(postcode[0]) && char.IsAsciiLetterOrDigit(postcode[1]) ? postcode[..2] : null;

    /// <summary>6to4 (RFC 3056) and Teredo (RFC 4380): their first 48 bits hold an IPv4 address.</summary>
    private static bool EmbedsIpv4(IPAddress address) =>
        address.IsIPv6Teredo || (address.AddressFamily == AddressFamily.InterNetworkV6 && address.GetAddressBytes() is [0x20, 0x02, ..]);

    private static string Network(IPAddress address)
    {
        address = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        var bytes = address.GetAddressBytes();
        bytes.AsSpan(address.AddressFamily == AddressFamily.InterNetwork ? 3 : 6).Clear();
        return new IPAddress(bytes).ToString();
    }

    // Letters, digits, dots and colons only: nothing to escape.
    private static byte[] Quote(string plain) => Encoding.UTF8.GetBytes($"\"{plain}\"");
}
