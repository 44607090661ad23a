using System.Text;
using PiiGuard.Classification;
using PiiGuard.Redaction.Scanning;

namespace PiiGuard.Redaction.Tests;

/// <summary>Runs a document through the redactor.</summary>
internal static class Redact
{
    private static readonly FieldClassifier Classifier = new();

    public static byte[] Key { get; } = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];

    public static RedactionPlan Plan(
        RedactionAction byDefault = RedactionAction.Remove,
        Dictionary<PiiCategory, RedactionRule>? actions = null,
        (string, PiiCategory)[]? paths = null,
        string[]? subjectKeys = null,
        string? root = null) => new(Classifier, new()
        {
            DefaultAction = byDefault,
            Actions = actions ?? [],
            Paths = paths ?? [],
            SubjectKeys = subjectKeys ?? [],
            RootName = root,
            DigestKey = Key,
        });

    public static string Text(string json, RedactionPlan plan, RedactionLimits? limits = null) =>
        Encoding.UTF8.GetString(Bytes(Encoding.UTF8.GetBytes(json), plan, limits: limits));

    /// <summary>Feeds the document in pieces that end at the given offsets.</summary>
    public static byte[] Bytes(byte[] json, RedactionPlan plan, IEnumerable<int>? cuts = null, RedactionLimits? limits = null, VectorWidth? width = null)
    {
        using var redactor = new JsonRedactor(plan, limits, null, null, width ?? JsonRedactor.Best);
        var from = 0;
        foreach (var cut in (cuts ?? []).Append(json.Length))
        {
            redactor.Write(json.AsSpan(from, cut - from));
            from = cut;
        }

        redactor.Complete();
        return redactor.Output.ToArray();
    }
}
