using BenchmarkDotNet.Attributes;
using PiiGuard.Lexicon;

namespace PiiGuard.Benchmarks;

/// <summary>Reading the embedded data files, warm.</summary>
[MemoryDiagnoser]
public class LoadLexicon
{
    [Benchmark]
    public int FromEmbeddedFiles() => LexiconReader.ReadEmbedded().Count;
}
