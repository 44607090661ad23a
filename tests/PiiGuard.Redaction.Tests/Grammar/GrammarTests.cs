using System.Globalization;
using System.Text;
using System.Text.Json;
using PiiGuard.Redaction.Scanning;

namespace PiiGuard.Redaction.Tests.Grammar;

/// <summary>What is JSON and what is not, in every vector width and however it is cut.</summary>
public sealed class GrammarTests
{
    private static readonly RedactionPlan RevealAll = Redact.Plan(RedactionAction.Reveal);

    // Not disposed of, and used again and again: what one document leaves behind must not show in the next.
    private static readonly JsonRedactor[] Redactors = [.. Enum.GetValues<VectorWidth>().Select(w => new JsonRedactor(RevealAll, null, null, null, w))];

    public static IEnumerable<TheoryDataRow<char, string, byte[]>> Cases() =>
        File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Grammar", "cases.txt")).Where(l => l.Length > 0 && l[0] != '#').Select(line =>
        {
            var bar = line.IndexOf('|', StringComparison.Ordinal);
            return new TheoryDataRow<char, string, byte[]>(line[0], line[2..bar], Bytes(line[(bar + 1)..])) { TestDisplayName = line[..bar] };
        });

    [Theory]
    [MemberData(nameof(Cases))]
    public void Case_is_accepted_or_refused(char kind, string name, byte[] text)
    {
        _ = name;
        foreach (var redactor in Redactors)
        {
            for (var cut = 0; cut <= text.Length; cut++)
            {
                var output = Output(redactor, text, [cut]);
                Assert.True(kind == 'i' || (output is not null) == (kind == 'y'), $"cut at {cut}");
                if (output is not null)
                {
                    Assert.Equal(text, output);
                    using var parsed = JsonDocument.Parse(text); // nothing that .NET would not read
                }
            }

            var bytewise = Output(redactor, text, Enumerable.Range(0, text.Length));
            Assert.True(kind == 'i' || (bytewise is not null) == (kind == 'y'), "byte by byte");
        }
    }

    [Fact]
    public void Nesting_of_100000_is_refused_without_a_stack_overflow()
    {
        Assert.Null(Output(Redactors[0], Encoding.ASCII.GetBytes(new string('[', 100_000)), []));
        Assert.Null(Output(Redactors[0], Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("[{\"\":", 50_000))), []));
    }

    [Fact]
    public void Random_bytes_near_json_are_judged_as_by_dotnet()
    {
        var random = new Random(11);
        string[] pieces = ["{", "}", "[", "]", ",", ":", "\"", "\"a\"", "\"email\"", " ", "\n", "\t", "\\", "\\u00e9", "\\ud83d\\ude42", "1", "-", "0", ".5", "e+", "E", "true", "false", "null", "nul", "é", "🙂", "x"];
        for (var i = 0; i < 60_000; i++)
        {
            var text = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, random.Next(1, 12)).Select(_ => pieces[random.Next(pieces.Length)])));
            var accepted = IsJson(text);
            foreach (var redactor in Redactors)
            {
                Assert.True(accepted == (Output(redactor, text, [random.Next(text.Length + 1)]) is not null), Encoding.UTF8.GetString(text));
            }
        }
    }

    private static bool IsJson(byte[] text)
    {
        try
        {
            var reader = new Utf8JsonReader(text);
            while (reader.Read())
            {
                if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName)
                {
                    _ = reader.GetString();
                }
            }

            return true;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return false;
        }
    }

    private static byte[]? Output(JsonRedactor redactor, byte[] text, IEnumerable<int> cuts)
    {
        redactor.Reset(RevealAll);
        try
        {
            var from = 0;
            foreach (var cut in cuts.Append(text.Length))
            {
                redactor.Write(text.AsSpan(from, cut - from));
                from = cut;
            }

            redactor.Complete();
            return redactor.Output.ToArray();
        }
        catch (DocumentRefusedException)
        {
            Assert.Equal(0, redactor.Releasable);
            return null;
        }
    }

    private static byte[] Bytes(string text)
    {
        List<byte> bytes = [];
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\\' && text[i + 1] == 'x')
            {
                bytes.Add(byte.Parse(text.AsSpan(i + 2, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture));
                i += 3;
            }
            else if (text[i] == '\\')
            {
                bytes.Add((byte)'\\');
                i++;
            }
            else
            {
                bytes.Add((byte)text[i]);
            }
        }

        return [.. bytes];
    }
}
