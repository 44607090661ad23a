using System.Text.Json;
using System.Text.Unicode;
using PiiGuard.Redaction.Plans;

namespace PiiGuard.Redaction;

/// <summary>Carries out a rule on one value.</summary>
internal sealed class ValueRewriter : IDisposable
{
    private CallerKeys? _keys;
    private PseudonymKey? _pseudonymKey;
    private string? _caller;
    private DateOnly _today;

    public void Reset(PseudonymKey? pseudonymKey, string? caller, DateOnly today)
    {
        _today = today;
        _caller = caller;
        if (!ReferenceEquals(pseudonymKey, _pseudonymKey))
        {
            _keys?.Dispose();
            _keys = null;
            _pseudonymKey = pseudonymKey;
        }
    }

    /// <summary>What becomes of a value by an action that does not ask what it is.</summary>
    public static Rewriting RewriteBlindly(RedactionAction action, ValueKinds kind, out ReadOnlySpan<byte> replacement)
    {
        replacement = action == RedactionAction.Mask && kind == ValueKinds.Text ? "\"***\""u8 : "null"u8;
        return action switch
        {
            RedactionAction.Reveal => Rewriting.Kept,
            RedactionAction.Mask or RedactionAction.Null => Rewriting.Changed,
            _ => Rewriting.Removed,
        };
    }

    /// <summary>What becomes of a value by an action that looks at it.</summary>
    public Rewriting Rewrite(RedactionRule rule, ValueKinds kind, ReadOnlySpan<byte> text, PiiCategory category, string? term, ByteBuffer output)
    {
        output.Clear();
        if (kind == ValueKinds.Null)
        {
            return Rewriting.Removed;
        }

        var json = kind switch
        {
            ValueKinds.Text => JsonValueKind.String,
            ValueKinds.Number => JsonValueKind.Number,
            _ => text[0] == 't' ? JsonValueKind.True : JsonValueKind.False,
        };
        if (!rule.Redactor!.TryRedact(new(json, text, category, term, KeysOfCaller(), _today), output) || (rule.Action == RedactionAction.Custom && !IsJson(output.Span)))
        {
            return Rewriting.Removed;
        }

        return rule.Action is RedactionAction.Pseudonym or RedactionAction.FormatPreserving ? Rewriting.Changed : Rewriting.Reduced;
    }

    public void Dispose()
    {
        _keys?.Dispose();
        _keys = null;
    }

    /// <summary>An action of somebody else may write anything.</summary>
    private static bool IsJson(ReadOnlySpan<byte> value)
    {
        try
        {
            var reader = new Utf8JsonReader(value);
            while (reader.Read())
            {
                // Reading is the check.
            }

            return Utf8.IsValid(value);
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private CallerKeys? KeysOfCaller()
    {
        if (_caller is null || _pseudonymKey is null)
        {
            return null;
        }

        _keys ??= new(_pseudonymKey);
        _keys.Use(_caller);
        return _keys;
    }
}
