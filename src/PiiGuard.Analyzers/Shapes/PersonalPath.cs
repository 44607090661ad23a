using Microsoft.CodeAnalysis;
using PiiGuard.Classification;

namespace PiiGuard.Analyzers.Shapes;

/// <summary>A place in a response that carries personal data.</summary>
/// <param name="Path">Wire path.</param>
/// <param name="Category">What kind of personal data.</param>
/// <param name="Classification">Why it is taken for that.</param>
/// <param name="Member">The property or field.</param>
/// <param name="Writer">What writes it.</param>
/// <param name="RunTimeType">The type that has it, where it is not the declared one: it may stand there at run time. Null where it is declared.</param>
/// <param name="IsIgnoredElsewhere">Whether another serialiser than the one that writes it is told to ignore it.</param>
internal sealed record PersonalPath(string Path, PiiCategory Category, FieldClassification Classification, ISymbol Member, SerializerKind Writer, string? RunTimeType = null, bool IsIgnoredElsewhere = false)
{
    private string? _reason;

    /// <summary>Why it is taken for that, in words; of a type that many endpoints send, the same for all.</summary>
    public string Reason => _reason ??= Classification.Explain();
}
