using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace PiiGuard.Redaction;

/// <summary>Makes a value less precise. What it does not understand it does not let through.</summary>
internal sealed class Generalizer(GeneralizationOptions options) : IValueRedactor
{
    private const int LongestText = 64;

    private static readonly SearchValues<byte> Code = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"u8);

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

    public bool TryRedact(scoped in PersonalValue value, IBufferWriter<byte> output)
    {
        if (value.Category == PiiCategory.PostalAddress && value.Term is not null && Regions.Contains(value.Term) && value.Kind == JsonValueKind.String)
        {
            if (!IsRegion(value.Text))
            {
                return false;
            }

            JsonStrings.Write(output, value.Text, default);
            return true;
        }

        if (value.Text.Length > LongestText)
        {
            return false;
        }

        return (value.Category, value.Kind) switch
        {
            (PiiCategory.BirthDate, JsonValueKind.String) => Date(value, output),
            (PiiCategory.PostalAddress, JsonValueKind.String) when value.Term is not null && Postcodes.Contains(value.Term) => Postcode(value.Text, output),
            (PiiCategory.Location, JsonValueKind.Number) when value.Term is not null && Coordinates.Contains(value.Term) => Coordinate(value.Text, output),
            (PiiCategory.IpAddress, JsonValueKind.String) => Network(value.Text, output),
            (PiiCategory.Financial, JsonValueKind.Number) => Amount(value.Text, output),
            _ => false,
        };
    }

    /// <summary>A code or a name as countries and their parts have: letters, and what stands between those.</summary>
    private static bool IsRegion(scoped ReadOnlySpan<byte> text)
    {
        if (text.Length is 0 or > LongestText)
        {
            return false;
        }

        // ISO 3166: "JP-13", "840".
        if ((text.Length == 3 && IsDigits(text)) || (text.Length is >= 4 and <= 6 && text[2] == '-' && char.IsAsciiLetterUpper((char)text[0]) && char.IsAsciiLetterUpper((char)text[1]) && text[3..].IndexOfAnyExcept(Code) < 0))
        {
            return true;
        }

        while (!text.IsEmpty)
        {
            _ = Rune.DecodeFromUtf8(text, out var rune, out var read);
            if (!Rune.IsLetter(rune) && Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark) && rune.Value is not (0x200C or 0x200D or ' ' or '-' or '\'' or '’' or '.' or ',' or '(' or ')' or '&' or '/'))
            {
                return false;
            }

            text = text[read..];
        }

        return true;
    }

    /// <summary>Of an ISO 8601 date, or of one that ends with its year (17.05.1984, 05/17/1984), the year or the band of age.</summary>
    private bool Date(scoped in PersonalValue value, IBufferWriter<byte> output)
    {
        var text = value.Text;
        var yearFirst = text.Length >= 10 && IsDigits(text[..4]) && text[4] is (byte)'-' or (byte)'/';
        var yearLast = text.Length is >= 8 and <= 10 && IsDigits(text[^4..]) && text[^5] is (byte)'.' or (byte)'/' or (byte)'-';
        if (!yearFirst && !yearLast)
        {
            return false;
        }

        var year = yearFirst ? text[..4] : text[^4..];
        if (!options.DatesAsAge)
        {
            JsonStrings.WritePlain(output, year);
            return true;
        }

        // Only the year counts: which of day and month comes first nobody knows. On the safe side of ninety that way.
        _ = Utf8Parser.TryParse(year, out int born, out _);
        var age = value.Today.Year - born;
        if (age is < 0 or > 150)
        {
            return false;
        }

        Span<byte> band = stackalloc byte[8];
        _ = age >= 90 ? "90+"u8.TryCopyTo(band) : Encoding.UTF8.TryGetBytes($"{age / 10 * 10}-{(age / 10 * 10) + 9}", band, out _);
        JsonStrings.WritePlain(output, band[..band.IndexOf((byte)0)]);
        return true;
    }

    private bool Postcode(scoped ReadOnlySpan<byte> text, IBufferWriter<byte> output)
    {
        var kept = Math.Clamp(options.PostcodeCharacters, 0, text.Length / 2);
        if (text.Length is < 4 or > 10 || text[..kept].ContainsAnyExcept(Plain))
        {
            return false;
        }

        JsonStrings.Write(output, text[..kept], "***"u8);
        return true;
    }

    private bool Coordinate(scoped ReadOnlySpan<byte> text, IBufferWriter<byte> output)
    {
        if (!Utf8Parser.TryParse(text, out decimal degrees, out var read) || read != text.Length || Math.Abs(degrees) > 180)
        {
            return false;
        }

        Write(Math.Round(degrees, Math.Clamp(options.Decimals, 0, 3)), output);
        return true;
    }

    private bool Amount(scoped ReadOnlySpan<byte> text, IBufferWriter<byte> output)
    {
        if (!Utf8Parser.TryParse(text, out decimal amount, out var read) || read != text.Length || Math.Abs(amount) > 1_000_000_000_000)
        {
            return false;
        }

        Write(Math.Floor(amount / Math.Max(options.Bucket, 1)) * Math.Max(options.Bucket, 1), output);
        return true;
    }

    /// <summary>The /24 of an IPv4 address, the /48 of an IPv6 address.</summary>
    private static bool Network(scoped ReadOnlySpan<byte> text, IBufferWriter<byte> output)
    {
        Span<char> chars = stackalloc char[LongestText];
        if (!Encoding.UTF8.TryGetChars(text, chars, out var length) || !IPAddress.TryParse(chars[..length], out var address))
        {
            return false;
        }

        address = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        Span<byte> bytes = stackalloc byte[16];
        _ = address.TryWriteBytes(bytes, out var size);

        // 6to4 (RFC 3056) and Teredo (RFC 4380): their first 48 bits hold an IPv4 address.
        if (address.IsIPv6Teredo || (address.AddressFamily == AddressFamily.InterNetworkV6 && bytes is [0x20, 0x02, ..]))
        {
            return false;
        }

        bytes[(size == 4 ? 3 : 6)..].Clear();
        Span<byte> network = stackalloc byte[LongestText];
        _ = new IPAddress(bytes[..size]).TryFormat(network, out var written);
        JsonStrings.WritePlain(output, network[..written]);
        return true;
    }

    private static void Write(decimal number, IBufferWriter<byte> output)
    {
        var room = output.GetSpan(64);
        _ = number.TryFormat(room, out var written, provider: CultureInfo.InvariantCulture);
        output.Advance(written);
    }

    private static readonly SearchValues<byte> Plain = SearchValues.Create("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"u8);

    private static bool IsDigits(ReadOnlySpan<byte> text) => !text.ContainsAnyExceptInRange((byte)'0', (byte)'9');
}
