using Microsoft.CodeAnalysis;
using PiiGuard.Analyzers.Tests.Verify;
using PiiGuard.TestUtilities;

namespace PiiGuard.Analyzers.Tests;

/// <summary>Code as it is while somebody types: cut off anywhere, without its references. No analyzer may throw.</summary>
public sealed class RobustnessTests
{
    private static readonly string Source = string.Concat(
        Directory.GetFiles(RepositoryRoot.File("samples", "CarrierApi", "Models"), "*.cs").Concat(Directory.GetFiles(RepositoryRoot.File("samples", "CarrierApi", "Endpoints"), "*.cs"))
            .Order(StringComparer.Ordinal).Select(File.ReadAllText).Select(t => t.Replace("using ", "//using ", StringComparison.Ordinal)));

    [Fact]
    public async Task Source_cut_off_anywhere_does_not_break_the_analyzers()
    {
        for (var length = 0; length < Source.Length; length += 97)
        {
            await Analyze.RunAsync(Analyze.Compile([Source[..length]]));
        }
    }

    [Fact]
    public async Task Source_with_a_piece_missing_does_not_break_the_analyzers()
    {
        for (var at = 0; at < Source.Length - 40; at += 101)
        {
            await Analyze.RunAsync(Analyze.Compile([Source.Remove(at, 1 + (at % 40))]));
        }
    }

    [Fact]
    public async Task Source_without_references_does_not_break_the_analyzers()
    {
        await Analyze.RunAsync(Analyze.Compile([Source], []));
        await Analyze.RunAsync(Analyze.Compile([Source], ReferenceAssemblies.AspNetCore.Where((_, i) => i % 2 == 0)));
        await Analyze.RunAsync(Analyze.Compile([Source], ReferenceAssemblies.AspNetCore.Where(r => r.Display!.Contains("Mvc", StringComparison.Ordinal))));
    }
}
