using System.Globalization;
using Microsoft.CodeAnalysis;
using PiiGuard.Analyzers.Diagnostics;

namespace PiiGuard.CodeFixes;

/// <summary>Reads the members that a diagnostic names, with the paths that lead to each.</summary>
internal static class DiagnosticMembers
{
    public static IEnumerable<(Location Location, IReadOnlyList<string> Paths)> Of(Diagnostic diagnostic)
    {
        if (!diagnostic.Properties.TryGetValue(DiagnosticKeys.Members, out var members) || !diagnostic.Properties.TryGetValue(DiagnosticKeys.Paths, out var paths))
        {
            return [];
        }

        return members!.Split(';').Zip(paths!.Split(';'), (m, p) => (Member: m, Path: p)).Where(x => x.Member.Length > 0)
            .GroupBy(x => int.Parse(x.Member, CultureInfo.InvariantCulture), x => x.Path)
            .Select(g => (diagnostic.AdditionalLocations[g.Key], (IReadOnlyList<string>)[.. g.OrderBy(p => p.Length)]));
    }
}
