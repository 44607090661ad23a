namespace PiiGuard.Redaction.Tests;

/// <summary>Against the test vectors of the reference implementation.</summary>
public sealed class SipHashTests
{
    [Theory]
    [InlineData(0, 0x726fdb47dd0e0e31)]
    [InlineData(1, 0x74f839c593dc67fd)]
    [InlineData(15, 0xa129ca6149be45e5)]
    public void Published_vector_is_met(int length, ulong expected)
    {
        byte[] Count(int n) => [.. Enumerable.Range(0, n).Select(i => (byte)i)];
        Assert.Equal(expected, new SipHash(Count(16)).Compute(Count(length)));
    }
}
