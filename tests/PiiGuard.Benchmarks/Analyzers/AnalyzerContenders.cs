using System.Reflection;
using Microsoft.CodeAnalysis.Diagnostics;
using PiiGuard.Analyzers.Rules;

namespace PiiGuard.Benchmarks;

/// <summary>The sets of analyzers that are compared: ours, and those of the packages that the project file brings.</summary>
internal static class AnalyzerContenders
{
    public const string PiiGuard = "PiiGuard";

    public static IReadOnlyDictionary<string, DiagnosticAnalyzer[]> All() => new Dictionary<string, DiagnosticAnalyzer[]>
    {
        [PiiGuard] = [new ExposureAnalyzer(), new AnnotationAnalyzer(), new ContractAnalyzer(), new LexiconAnalyzer(), new FlowAnalyzer()],
        ["Meziantou.Analyzer"] = Load("Meziantou.Analyzer"),
        ["Roslynator.Analyzers"] = Load("Roslynator.Analyzers"),
        ["SonarAnalyzer.CSharp"] = Load("SonarAnalyzer.CSharp"),
    };

    private static DiagnosticAnalyzer[] Load(string package)
    {
        var folder = typeof(AnalyzerContenders).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == package).Value!;
        var newest = new Version(4, 14);
        // Of a package with a build for each version of the compiler, the newest one that this compiler loads.
        var files = Directory.GetFiles(Path.Combine(folder, "analyzers"), "*.dll", SearchOption.AllDirectories)
            .Where(f => !f.EndsWith(".resources.dll", StringComparison.Ordinal) && !f.Contains("CodeFix", StringComparison.Ordinal) && VersionOf(f) <= newest)
            .GroupBy(Path.GetFileName).Select(g => g.MaxBy(VersionOf)!).ToList();
        AppDomain.CurrentDomain.AssemblyResolve += (_, e) => files.Find(f => Path.GetFileNameWithoutExtension(f) == new AssemblyName(e.Name).Name) is { } file ? Assembly.LoadFrom(file) : null;
        return
        [
            .. files.SelectMany(f => Types(Assembly.LoadFrom(f)))
                .Where(t => !t.IsAbstract && t.IsSubclassOf(typeof(DiagnosticAnalyzer)) && t.GetCustomAttribute<DiagnosticAnalyzerAttribute>()?.Languages.Contains("C#") == true)
                .OrderBy(t => t.FullName, StringComparer.Ordinal).Select(t => (DiagnosticAnalyzer)Activator.CreateInstance(t)!),
        ];
    }

    /// <summary>The compiler that a file is built for, as its folder says: <c>roslyn4.14</c>.</summary>
    private static Version VersionOf(string file) => file.Split(Path.DirectorySeparatorChar)
        .Select(p => p.StartsWith("roslyn", StringComparison.Ordinal) && Version.TryParse(p["roslyn".Length..], out var version) ? version : null).FirstOrDefault(v => v is not null) ?? new Version(0, 0);

    /// <summary>Those that can be loaded: an assembly may hold types for an IDE that is not here.</summary>
    private static IEnumerable<Type> Types(Assembly assembly)
    {
        try
        {
            return assembly.GetTypes();
        }
        catch (ReflectionTypeLoadException e)
        {
            Console.Error.WriteLine($"{assembly.GetName().Name}: {e.Types.Count(t => t is null)} types cannot be loaded and are left out");
            return e.Types.OfType<Type>();
        }
    }
}
