using Microsoft.Extensions.Logging.Abstractions;
using PiiGuard.Gateway.Budgets;

namespace PiiGuard.Gateway.Tests.Stores;

public sealed class GroupCommitTests
{
    private readonly List<int[]> _groups = [];

    [Fact]
    public async Task Who_comes_soon_after_a_commit_shares_the_next_one()
    {
        await using var commit = Open(TimeSpan.FromSeconds(1));
        await commit.WriteAsync(1, default);
        await Task.WhenAll(Enumerable.Range(2, 5).Select(i => commit.WriteAsync(i, default)));

        Assert.Equal([[1], [2, 3, 4, 5, 6]], _groups);
    }

    [Fact]
    public async Task Enough_of_them_wait_for_nobody()
    {
        await using var commit = Open(TimeSpan.FromHours(1));
        await commit.WriteAsync(0, default);
        var single = commit.WriteAsync(1, default);
        await Task.Delay(50, TestContext.Current.CancellationToken); // the writer may have begun to wait for company: the others end that
        await Task.WhenAll([single, .. Enumerable.Range(2, 40).Select(i => commit.WriteAsync(i, default))]);

        Assert.Equal(Enumerable.Range(0, 42), _groups.SelectMany(g => g));
    }

    [Fact]
    public async Task What_is_not_urgent_is_written_with_what_is_or_a_moment_later()
    {
        await using var commit = Open(TimeSpan.Zero);
        commit.Add(1, isUrgent: false);
        commit.Add(2, isUrgent: false);
        await commit.WriteAsync(3, default);
        commit.Add(4, isUrgent: false);
        for (var tries = 0; tries < 500 && _groups.Sum(g => g.Length) < 4; tries++)
        {
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }

        Assert.Equal([1, 2, 3, 4], _groups.SelectMany(g => g));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Everything_is_written_before_the_end(bool isUrgent)
    {
        foreach (var delay in new[] { TimeSpan.Zero, TimeSpan.FromHours(1) })
        {
            _groups.Clear();
            await using (var commit = Open(delay))
            {
                await commit.WriteAsync(0, default);
                commit.Add(1, isUrgent: false);
                commit.Add(2, isUrgent);
            }

            Assert.Equal([0, 1, 2], _groups.SelectMany(g => g));
        }
    }

    [Fact]
    public async Task Nothing_is_taken_behind_the_end()
    {
        var commit = Open(TimeSpan.Zero);
        await commit.DisposeAsync();

        Assert.False(commit.HasRoom);
        await Assert.ThrowsAsync<StoreUnavailableException>(() => commit.WriteAsync(1, default));
        Assert.Empty(_groups);
    }

    [Fact]
    public async Task Who_waits_behind_what_cannot_be_written_is_refused()
    {
        var (isWriting, isFull) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var commit = new GroupCommit<int>(
            async group =>
            {
                if (isWriting.TrySetResult())
                {
                    await isFull.Task;
                    throw new InvalidOperationException("full");
                }

                _groups.Add([.. group]);
            },
            i => i == 1 ? 5_000 : 1, capacity: 100, TimeSpan.FromMinutes(1), TimeSpan.Zero, TimeProvider.System, NullLogger.Instance);
        commit.Add(1, isUrgent: true); // as much as goes into a group
        await isWriting.Task;
        var behind = commit.WriteAsync(2, default);
        isFull.SetResult();
        await Assert.ThrowsAsync<StoreUnavailableException>(() => behind);
        for (var tries = 0; tries < 500 && _groups.Count == 0; tries++)
        {
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }

        Assert.Equal([[1]], _groups);
    }

    private GroupCommit<int> Open(TimeSpan delay) => new(
        group =>
        {
            _groups.Add([.. group]);
            return Task.CompletedTask;
        },
        _ => 1, capacity: 100, TimeSpan.FromMinutes(1), delay, TimeProvider.System, NullLogger.Instance);
}
