namespace PiiGuard.Redaction.Tests.Actions;

/// <summary>Against the samples that NIST publishes for SP 800-38G.</summary>
public sealed class Ff1Tests
{
    [Theory]
    [InlineData("2B7E151628AED2A6ABF7158809CF4F3C", "", "2433477484")] // sample 1
    [InlineData("2B7E151628AED2A6ABF7158809CF4F3C", "39383736353433323130", "6124200773")] // sample 2
    [InlineData("2B7E151628AED2A6ABF7158809CF4F3CEF4359D8D580AA4F", "", "2830668132")] // sample 4
    [InlineData("2B7E151628AED2A6ABF7158809CF4F3CEF4359D8D580AA4F7F036D6F04FC6A94", "", "6657667009")] // sample 7
    public void Published_sample_is_met(string key, string tweak, string expected)
    {
        using var ff1 = new Ff1(Convert.FromHexString(key));
        var digits = "0123456789".ToCharArray();

        ff1.Encrypt(digits, Convert.FromHexString(tweak));

        Assert.Equal(expected, new string(digits));
    }

    [Fact]
    public void Numbers_of_six_digits_are_permuted()
    {
        using var ff1 = new Ff1(new byte[16]);
        var seen = new HashSet<string>();
        for (var i = 0; i < 2_000; i++)
        {
            var digits = $"{i:000000}".ToCharArray();
            ff1.Encrypt(digits, [4]);
            Assert.True(seen.Add(new string(digits)));
        }
    }

    [Theory]
    [InlineData("12345")]
    [InlineData("123456789012345678901234567890123456789012345678901234567")]
    public void Domain_that_is_too_small_or_too_large_is_refused(string digits)
    {
        using var ff1 = new Ff1(new byte[16]);
        Assert.Throws<ArgumentException>(() => ff1.Encrypt(digits.ToCharArray(), []));
    }
}
