using BenchmarkDotNet.Attributes;
using PiiGuard.Classification;
using PiiGuard.Lexicon;

namespace PiiGuard.Benchmarks;

/// <summary>One name, as if met for the first time: the classifier itself remembers nothing. The baseline only hashes the name.</summary>
[MemoryDiagnoser]
public class ClassifyName
{
    private readonly FieldClassifier _classifier = new(PiiLexicon.Default);

    [Params("email", "customerBirthDate", "billingAddress", "createdAt", "name", "isEmailVerified", "customeremailaddress", "xyzUnknownThing")]
    public string Name { get; set; } = "";

    [Benchmark(Baseline = true)]
    public int OrdinalHash() => StringComparer.Ordinal.GetHashCode(Name);

    [Benchmark]
    public bool Alone() => _classifier.Classify(new(Name)).IsPersonal;

    [Benchmark]
    public bool WithOwner() => _classifier.Classify(new(Name, "CustomerDto", null, FieldType.Text)).IsPersonal;
}
