using PiiGuard.Gateway.Limits;

namespace PiiGuard.Gateway.Tests;

public sealed class QuotaTests
{
    [Theory]
    [InlineData("20/s burst 40", 20, 1, 40, "20/s burst 40")]
    [InlineData("50000/day", 50_000, 86_400, 50_000, "50000/day")]
    [InlineData(" 1000 / 30 days ", 1_000, 2_592_000, 1_000, "1000/30 days")]
    [InlineData("5/90 s", 5, 90, 5, "5/90 s")]
    [InlineData("5/120s", 5, 120, 5, "5/2 min")]
    [InlineData("0/24 hours", 0, 86_400, 0, "0/day")]
    [InlineData("7/Mins", 7, 60, 7, "7/min")]
    public void Text_is_read(string text, int count, int seconds, int burst, string canonical)
    {
        Assert.True(Quota.TryParse(text, out var quota));
        Assert.Equal(new Quota(count, TimeSpan.FromSeconds(seconds), burst), quota);
        Assert.Equal(canonical, quota.ToString());
        Assert.True(Quota.TryParse(canonical, out var again));
        Assert.Equal(quota, again);
    }

    [Theory]
    [InlineData("")]
    [InlineData("5")]
    [InlineData("/day")]
    [InlineData("-5/day")]
    [InlineData("5/0 days")]
    [InlineData("5/367 days")]
    [InlineData("5/week")]
    [InlineData("5/day burst 0")]
    [InlineData("5/day burst")]
    [InlineData("9999999999/day")]
    [InlineData("5/9999999999 s")]
    [InlineData("5/99999999 days")]
    public void Text_that_is_none_is_refused(string text) => Assert.False(Quota.TryParse(text, out _));
}
