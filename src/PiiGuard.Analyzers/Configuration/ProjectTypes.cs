using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace PiiGuard.Analyzers.Configuration;

/// <summary>
/// What a project says of types that nobody can look into, by properties of its project file. Each holds names, with or without namespace, between commas, semicolons or white space.
/// </summary>
internal sealed class ProjectTypes
{
    private readonly HashSet<string> _masking;
    private readonly HashSet<string> _transparent;
    private readonly HashSet<string> _passing;

    private ProjectTypes(Func<string, string?> property)
    {
        _masking = Read(property("PiiGuardMaskingConverters"));
        _transparent = Read(property("PiiGuardTransparentWrappers"));
        _passing = Read(property("PiiGuardPassingFilters"));
    }

    public static ProjectTypes Read(AnalyzerOptions options) =>
        new(name => options.AnalyzerConfigOptionsProvider.GlobalOptions.TryGetValue("build_property." + name, out var value) ? value : null);

    /// <summary>Whether a converter writes nothing personal, whatever it is given.</summary>
    public bool IsMasking(ITypeSymbol converter) => IsOf(_masking, converter);

    /// <summary>The same, where only the name stands in the source.</summary>
    public bool IsMasking(string? converter) => converter is not null && Names(_masking, converter);

    /// <summary>Whether a filter hands on what an action answered, though it does not look like it.</summary>
    public bool IsPassing(string filter) => Names(_passing, filter);

    /// <summary>What is sent in place of a wrapper that a filter takes off: its first type argument.</summary>
    public ITypeSymbol Unwrapped(ITypeSymbol type) => _transparent.Count == 0 ? type
        : type.SelfAndBases().OfType<INamedTypeSymbol>().FirstOrDefault(t => t.TypeArguments.Length > 0 && IsOf(_transparent, t))?.TypeArguments[0] ?? type;

    private static bool Names(HashSet<string> listed, string simpleName) => listed.Any(n => n.Substring(n.LastIndexOf('.') + 1) == simpleName);

    private static bool IsOf(HashSet<string> names, ITypeSymbol type) => names.Count > 0 && (names.Contains(type.Name) || names.Contains(type.OriginalDefinition.ToDisplayString(SymbolDisplayFormat.CSharpErrorMessageFormat.WithGenericsOptions(SymbolDisplayGenericsOptions.None))));

    private static HashSet<string> Read(string? text) => new((text ?? "").Split([',', ';', ' ', '\t', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries), StringComparer.Ordinal);
}
