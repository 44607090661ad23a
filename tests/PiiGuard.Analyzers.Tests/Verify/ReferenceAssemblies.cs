using Microsoft.CodeAnalysis;

namespace PiiGuard.Analyzers.Tests.Verify;

/// <summary>The reference assemblies of the installed SDK.</summary>
public static class ReferenceAssemblies
{
    private static readonly Lazy<IReadOnlyList<MetadataReference>> NetCore = new(() => Pack("Microsoft.NETCore.App.Ref"));
    private static readonly Lazy<IReadOnlyList<MetadataReference>> AspNet = new(() =>
        [.. Pack("Microsoft.AspNetCore.App.Ref"), .. NetCore.Value, MetadataReference.CreateFromFile(typeof(PiiAttribute).Assembly.Location)]);

    /// <summary>.NET alone.</summary>
    public static IReadOnlyList<MetadataReference> Net => NetCore.Value;

    /// <summary>.NET, ASP.NET Core and PiiGuard's attributes.</summary>
    public static IReadOnlyList<MetadataReference> AspNetCore => AspNet.Value;

    private static IReadOnlyList<MetadataReference> Pack(string name)
    {
        var root = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "..", "..", "..", "packs", name));
        var version = Directory.GetDirectories(root, "10.*").Order(StringComparer.Ordinal).LastOrDefault()
            ?? throw new InvalidOperationException($"There is no version 10 of the pack {name} in {root}.");
        return [.. Directory.GetFiles(Path.Combine(version, "ref", "net10.0"), "*.dll").Select(f => MetadataReference.CreateFromFile(f))];
    }
}
