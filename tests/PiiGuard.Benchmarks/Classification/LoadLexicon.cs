using BenchmarkDotNet.Attributes;
using PiiGuard.Lexicon;

namespace PiiGuard.Benchmarks;

/// <summary>Reading the embedded image of the data files, warm.</summary>
[MemoryDiagnoser]
[WarmupCount(40)] // until the code is compiled for good
public class LoadLexicon
{
    [Benchmark]
    public int FromImage() => LexiconImage.ReadEmbedded().Count;
}
