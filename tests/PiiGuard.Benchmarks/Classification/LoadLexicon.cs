using BenchmarkDotNet.Attributes;
using PiiGuard.Lexicon;

namespace PiiGuard.Benchmarks;

/// <summary>Reading the embedded data files, warm.</summary>
[MemoryDiagnoser]
[WarmupCount(40)] // until the code is compiled for good
public class LoadLexicon
{
    [Benchmark]
    public int FromEmbeddedFiles() => LexiconReader.ReadEmbedded().Count;
}
