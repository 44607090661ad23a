using System.Globalization;
using System.Text;

namespace PiiGuard.TestUtilities;

/// <summary>
/// Random JSON texts that are hard on a redactor: personal and other names in any spelling, duplicates, escapes, all of
/// Unicode, odd numbers, white space everywhere.
/// </summary>
public sealed class RandomJson(int seed)
{
    private static readonly string[] Names =
    [
        "email", "EMAIL", "e_mail", "birthDate", "dateOfBirth", "msisdn", "firstName", "address", "city", "postalCode", "country", "name", "iban",
        "id", "status", "total", "items", "customer", "product", "tags", "latitude", "ipAddress", "note", "active", "customerId", "value", "type", "characteristic", "", "a.b", "🙂", "naïve",
    ];

    private static readonly string[] Numbers = ["0", "-0", "1", "10000000000000000999", "1E400", "-1.5e-7", "0.10", "1e+2", "42"];
    private static readonly string[] Texts = ["", "a", "1984-05-17", "17.05.1984", "81667", "DE", "10.20.30.40", "2001:db8::1", "x@example.org", "email", "puk", "birthDate", "colour", "ÄÖ\u20ac🙂", "\"\\/\b\f\n\r\t\u0001", "null"];

#pragma warning disable RS0030 // the seed is given
    private readonly Random _random = new(seed);
#pragma warning restore RS0030

    public string Document() => Space() + Value(0) + Space();

    public int Next(int max) => _random.Next(max);

    private string Value(int depth) => _random.Next(depth > 5 ? 6 : 10) switch
    {
        0 => "null",
        1 => "true",
        2 => "false",
        3 => Numbers[_random.Next(Numbers.Length)],
        4 or 5 => Quote(Texts[_random.Next(Texts.Length)]),
        6 or 7 or 8 => Object(depth),
        _ => Array(depth),
    };

    private string Object(int depth) => Join("{", "}", () => Quote(Name()) + Space() + ":" + Space() + Value(depth + 1));

    /// <summary>One in eight is the key of a map, one in thirty a name that hardly comes again.</summary>
    private string Name() => _random.Next(240) switch
    {
        < 10 => $"{_random.Next()}",
        < 20 => $"C{_random.Next(100_000, 1_000_000)}",
        < 30 => $"2026-11-{_random.Next(10, 30)}",
        < 38 => $"xq{(char)('a' + _random.Next(26))}{(char)('a' + _random.Next(26))}{(char)('a' + _random.Next(26))}zq",
        _ => Names[_random.Next(Names.Length)],
    };

    private string Array(int depth) => Join("[", "]", () => Value(depth + 1));

    private string Join(string open, string close, Func<string> member)
    {
        var members = Enumerable.Range(0, _random.Next(5)).Select(_ => Space() + member() + Space()).ToList();
        return open + (members.Count == 0 ? Space() : string.Join(",", members)) + close;
    }

    private string Space() => _random.Next(4) switch
    {
        0 => " ",
        1 => "\n\t ",
        _ => "",
    };

    private string Quote(string text)
    {
        var quoted = new StringBuilder("\"");
        var escapeAll = _random.Next(5) == 0;
        foreach (var c in text)
        {
            _ = c switch
            {
                '"' or '\\' => quoted.Append('\\').Append(c),
                '/' when escapeAll => quoted.Append("\\/"),
                '\n' when !escapeAll => quoted.Append("\\n"),
                _ when c < ' ' || escapeAll => quoted.Append("\\u").Append(((int)c).ToString(_random.Next(2) == 0 ? "x4" : "X4", CultureInfo.InvariantCulture)),
                _ => quoted.Append(c),
            };
        }

        return quoted.Append('"').ToString();
    }
}
