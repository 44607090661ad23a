using System.Globalization;
using PiiGuard.Gateway.Ledger;

namespace PiiGuard.Cli;

/// <summary>Adds up what a caller got.</summary>
internal sealed class DeliverySum
{
    private readonly int[] _answers = new int[3];
    private readonly HashSet<long> _subjects = [];
    private readonly SortedDictionary<string, long> _categories = new(StringComparer.Ordinal);
    private long _misses;

    public void Add(Delivery delivery)
    {
        _answers[(int)delivery.State]++;
        _misses += delivery.Misses;
        if (delivery.State == DeliveryState.Withheld)
        {
            return;
        }

        _subjects.UnionWith(delivery.Subjects);
        foreach (var category in delivery.Categories.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var (name, count) = (category[..category.IndexOf(':')], long.Parse(category[(category.IndexOf(':') + 1)..], CultureInfo.InvariantCulture));
            _categories[name] = _categories.GetValueOrDefault(name) + count;
        }
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{_answers[0]:N0} answers delivered, {_answers[1]:N0} perhaps or in part, {_answers[2]:N0} withheld; {_subjects.Count:N0} customers, {_misses:N0} asked for who are not there; {(_categories.Count == 0 ? "no personal data" : string.Join(' ', _categories.Select(c => $"{c.Key}:{c.Value}")))}");
}
