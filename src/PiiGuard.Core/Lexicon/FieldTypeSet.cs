using PiiGuard.Classification;

namespace PiiGuard.Lexicon;

/// <summary>A set of field types.</summary>
internal readonly record struct FieldTypeSet(int Bits)
{
    public static FieldTypeSet All { get; } = new(-1);

    public FieldTypeSet With(FieldType type) => new(Bits | (1 << (int)type));

    public bool Has(FieldType type) => (Bits & (1 << (int)type)) != 0;
}
