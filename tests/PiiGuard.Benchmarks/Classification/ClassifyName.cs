using System.Text;
using BenchmarkDotNet.Attributes;
using PiiGuard.Classification;
using PiiGuard.Lexicon;
using PiiGuard.Redaction;

namespace PiiGuard.Benchmarks;

/// <summary>
/// One name: met for the first time (the classifier itself remembers nothing), and met again by a redaction plan, which remembers
/// what each name means in each place. The baseline only hashes the name.
/// </summary>
[MemoryDiagnoser]
public class ClassifyName
{
    private readonly FieldClassifier _classifier = new(PiiLexicon.Default);
    private readonly RedactionPlan _plan = new(new FieldClassifier(), new RedactionPlanOptions { DigestKey = new byte[32] });

    private byte[] _utf8 = [];

    [Params("email", "customerBirthDate", "billingAddress", "createdAt", "name", "isEmailVerified", "customeremailaddress", "xyzUnknownThing")]
    public string Name { get; set; } = "";

    [GlobalSetup]
    public void Encode() => _utf8 = Encoding.UTF8.GetBytes(Name);

    [Benchmark(Baseline = true)]
    public int OrdinalHash() => StringComparer.Ordinal.GetHashCode(Name);

    [Benchmark]
    public bool Alone() => _classifier.Classify(new(Name)).IsPersonal;

    [Benchmark]
    public PiiCategory? MetAgain() => _plan.Names.Property(_plan.Root, _utf8).Category;

    [Benchmark]
    public bool WithOwner() => _classifier.Classify(new(Name, "CustomerDto", null, FieldType.Text)).IsPersonal;
}
