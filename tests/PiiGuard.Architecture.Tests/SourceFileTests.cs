using PiiGuard.TestUtilities;

namespace PiiGuard.Architecture.Tests;

public sealed class SourceFileTests
{
    [Fact]
    public void Source_files_are_small()
    {
        var lines = Directory.GetFiles(RepositoryRoot.File("src"), "*.cs", SearchOption.AllDirectories)
            .Select(f => (Name: Path.GetFileName(f), Lines: File.ReadAllLines(f).Length)).OrderBy(f => f.Lines).ToList();

        Assert.True(lines[^1].Lines <= 400, $"{lines[^1].Name} has {lines[^1].Lines} lines.");
        Assert.InRange(lines[lines.Count / 2].Lines, 0, 60);
        Assert.InRange(lines[lines.Count * 9 / 10].Lines, 0, 180);
    }
}
