using Microsoft.Extensions.Logging.Abstractions;
using PiiGuard.Gateway.Budgets;
using PiiGuard.Gateway.Callers;
using PiiGuard.Gateway.Detection;
using PiiGuard.Gateway.Ledger;
using PiiGuard.Gateway.Limits;
using PiiGuard.Gateway.Policies;
using PiiGuard.Gateway.Tests.Stores;
using PiiGuard.Redaction;

namespace PiiGuard.Gateway.Tests;

public sealed class DetectionTests
{
    private const int MaxCallers = 1_000;
    private readonly ManualTime _time = new();
    private readonly Detector _detector;
    private ulong _next = 1;

    public DetectionTests() => _detector = new(_time, new MemoryBudgetStore(_time), NullLogger<Detector>.Instance);

    [Fact]
    public void Faster_than_ever_before_is_quarantined_and_its_reason_has_the_numbers()
    {
        var caller = Caller("agent");
        Work(caller, days: 10, perDay: 80);

        Assert.InRange(UntilQuarantine(caller, TimeSpan.FromSeconds(5)), 10, 25);
        var reason = Assert.Single(_detector.Suspects()).Reason;
        Assert.Matches(@"^Rate: \d+ new subjects in \d+ min, 100 % never asked for before by this caller \(usually 100 %\), 0 % not there, .* in a day, today \d+$", reason);
    }

    [Fact]
    public void What_another_gateway_enters_holds_here_too()
    {
        Action<LedgerRow>? tell = null;
        var detector = new Detector(_time, new Kept(new MemoryBudgetStore(_time), t => tell = t), NullLogger<Detector>.Instance);
        var caller = Caller("agent");
        void Enter(LedgerKind kind, string outcome) => tell!(LedgerRow.Of(new() { Kind = kind, Caller = caller.Id, Tier = "tier", Outcome = outcome, Detail = "why" }, 1, 1));

        Enter(LedgerKind.Step, "ShadowQuarantine");
        Enter(LedgerKind.Step, "Alert");
        Assert.Equal(DetectionStep.Observe, detector.StepOf(caller));
        Enter(LedgerKind.Step, "Quarantine");
        Assert.Equal(DetectionStep.Quarantine, detector.StepOf(caller));
        Assert.Equal("why", Assert.Single(detector.Suspects()).Reason);
        Enter(LedgerKind.Release, "olga");
        Assert.Equal(DetectionStep.Observe, detector.StepOf(caller));
    }

    [Fact]
    public void Usual_work_of_many_months_is_let_be()
    {
        var caller = Caller("agent");
        Work(caller, days: 200, perDay: 100);

        Assert.Empty(_detector.Suspects());
    }

    [Fact]
    public void New_subjects_of_whom_asks_for_the_same_ones_are_noticed_at_any_pace()
    {
        var caller = Caller("partner");
        for (var i = 0; i < 400; i++)
        {
            _time.Advance(TimeSpan.FromMinutes(5));
            _detector.Note(caller, i % 20 == 0 ? [Somebody()] : [], i % 20 == 0 ? 0 : 1, isMiss: false, MaxCallers);
        }

        Assert.InRange(UntilQuarantine(caller, TimeSpan.FromMinutes(30)), 5, 20);
    }

    [Theory]
    [InlineData(1, 3_000_000)] // one after the other
    [InlineData(4_711, 500_000)] // ever upwards
    public void Order_is_noticed(long stride, long from)
    {
        var caller = Caller("agent", Signal.Rate, Signal.Drift);
        Work(caller, days: 3, perDay: 60);
        var ordinal = from;

        Assert.InRange(UntilQuarantine(caller, TimeSpan.FromMinutes(5), () => new(_next++ * 0x9E3779B97F4A7C15, ordinal += stride)), 5, 60);
    }

    [Fact]
    public void Range_that_is_filled_in_any_order_is_noticed()
    {
        var caller = Caller("agent", Signal.Rate, Signal.Drift, Signal.Order);
        var i = 0;

        Assert.InRange(UntilQuarantine(caller, TimeSpan.FromMinutes(5), () => new(_next++ * 0x9E3779B97F4A7C15, 1_000 + i++ * 37 % 101)), 60, 80);
    }

    [Fact]
    public void Guessing_is_noticed()
    {
        var caller = Caller("agent", Signal.Rate, Signal.Drift);
        Work(caller, days: 3, perDay: 60);

        Assert.InRange(UntilQuarantine(caller, TimeSpan.FromMinutes(5), isMiss: i => i % 10 < 7), 5, 40);
    }

    [Fact]
    public void Customers_nobody_else_asks_for_are_noticed_in_whom_asked_for_those_of_others()
    {
        var caller = Caller("partner", Signal.Rate, Signal.Drift, Signal.Novelty, Signal.Order, Signal.Density);
        var other = Caller("other", rules => rules with { Mode = DetectionMode.Shadow });
        for (var i = 0; i < 300; i++)
        {
            _time.Advance(TimeSpan.FromMinutes(5));
            var somebody = Somebody();
            _detector.Note(i % 10 == 0 ? caller : other, [somebody], 0, isMiss: false, MaxCallers);
            Assert.Equal(DetectionStep.Observe, _detector.Note(caller, [somebody], 0, isMiss: false, MaxCallers));
        }

        Assert.InRange(UntilQuarantine(caller, TimeSpan.FromMinutes(5)), 5, 30);
        Assert.StartsWith("LongTail: ", Assert.Single(_detector.Suspects(), s => s.Caller == "partner").Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Many_that_grow_at_once_are_stopped_earlier_than_one()
    {
        List<Caller> callers = [.. Enumerable.Range(0, 20).Select(i => Caller("agent" + i))];
        callers.ForEach(c => Work(c, days: 2, perDay: 80));
        var asked = 0;
        while (callers.Any(c => _detector.StepOf(c) != DetectionStep.Quarantine))
        {
            _time.Advance(TimeSpan.FromSeconds(10));
            callers.ForEach(c => _detector.Note(c, [Somebody()], 0, isMiss: false, MaxCallers));
            asked++;
        }

        Assert.InRange(asked, 3, 13); // alone each would get some twenty
        Assert.Contains(_detector.Suspects(), s => s.Reason.StartsWith("ManyAtOnce: ", StringComparison.Ordinal));
    }

    [Fact]
    public void Quarantine_stays_until_an_operator_releases_the_caller()
    {
        var caller = Caller("agent");
        UntilQuarantine(caller, TimeSpan.Zero);
        _time.Advance(TimeSpan.FromDays(100));
        Assert.Equal(DetectionStep.Quarantine, _detector.StepOf(caller));

        Assert.True(_detector.Knows("agent"));
        Assert.False(_detector.Knows("nobody"));
        _detector.Release("agent");
        Assert.Equal(DetectionStep.Observe, _detector.StepOf(caller));
        Assert.Equal(DetectionStep.Observe, _detector.Note(caller, [Somebody()], 0, isMiss: false, MaxCallers));
    }

    [Fact]
    public void Tightened_caller_gets_a_part_of_its_budgets_and_all_of_them_when_it_waits()
    {
        var caller = Caller("agent");
        while (_detector.StepOf(caller) < DetectionStep.Tighten)
        {
            _detector.Note(caller, [Somebody()], 0, isMiss: false, MaxCallers);
        }

        Assert.Equal([100, 25], _detector.LevelsOf(caller).Select(l => l.Limits.Subjects[0].Count));
        _time.Advance(TimeSpan.FromDays(1));
        Assert.Equal([100], _detector.LevelsOf(caller).Select(l => l.Limits.Subjects[0].Count));
    }

    [Theory]
    [InlineData("Off", 0)]
    [InlineData("Shadow", 1)]
    public void Without_enforcement_nothing_is_done(string mode, int suspects)
    {
        var caller = Caller("agent", rules => rules with { Mode = Enum.Parse<DetectionMode>(mode) });
        for (var i = 0; i < 100; i++)
        {
            Assert.Equal(DetectionStep.Observe, _detector.Note(caller, [Somebody()], 0, isMiss: false, MaxCallers));
        }

        Assert.Same(caller.Levels, _detector.LevelsOf(caller));
        Assert.Equal(suspects, _detector.Suspects().Count); // in the shadow it is seen
    }

    [Fact]
    public void Furthest_step_is_not_passed()
    {
        var caller = Caller("agent", rules => rules with { Furthest = DetectionStep.Alert });
        for (var i = 0; i < 100; i++)
        {
            Assert.InRange(_detector.Note(caller, [Somebody()], 0, isMiss: false, MaxCallers), DetectionStep.Observe, DetectionStep.Alert);
        }
    }

    [Fact]
    public void New_callers_have_the_budgets_of_probation()
    {
        var caller = Caller("agent", rules => rules with { Probation = TimeSpan.FromDays(3), ProbationSubjects = [new(10, TimeSpan.FromDays(1), 10)] });
        Assert.Equal([10], _detector.LevelsOf(caller)[0].Limits.Subjects.Select(q => q.Count));
        _detector.Note(caller, [Somebody()], 0, isMiss: false, MaxCallers);
        _time.Advance(TimeSpan.FromDays(2));
        Assert.Equal([10], _detector.LevelsOf(caller)[0].Limits.Subjects.Select(q => q.Count));
        _time.Advance(TimeSpan.FromDays(2));
        Assert.Equal([100], _detector.LevelsOf(caller)[0].Limits.Subjects.Select(q => q.Count));
    }

    private static Caller Caller(string name, params Signal[] ignored) => Caller(name, rules => rules with { Ignored = ignored.ToHashSet() });

    private static Caller Caller(string name, Func<DetectionRules, DetectionRules> change)
    {
        var limits = new LevelLimits { Subjects = [new(100, TimeSpan.FromDays(1), 100)] };
        var tier = new Tier
        {
            Name = "T",
            Actions = new Dictionary<PiiCategory, RedactionRule>(),
            DefaultAction = RedactionAction.Remove,
            Limits = limits,
            Detection = change(new DetectionRules { Mode = DetectionMode.Enforce, ExpectedPerHour = 15 }),
        };
        return new(name, tier, null, [new(LevelKind.Credential, SubjectDigest.Compute(new byte[16], "caller", name), limits)]);
    }

    /// <summary>Somebody else each time, with a number that says nothing.</summary>
    private NamedSubject Somebody() => new(_next * 0x9E3779B97F4A7C15, (long)(_next++ * 0xD6E8FEB86659FD93 >> 20));

    private void Work(Caller caller, int days, int perDay)
    {
        for (var day = 0; day < days; day++)
        {
            _time.Advance(TimeSpan.FromHours(16));
            for (var i = 0; i < perDay; i++)
            {
                _time.Advance(TimeSpan.FromHours(8) / perDay);
                Assert.Equal(DetectionStep.Observe, _detector.Note(caller, [Somebody()], 0, isMiss: false, MaxCallers));
            }
        }
    }

    /// <summary>How many subjects a caller gets at a pace.</summary>
    private int UntilQuarantine(Caller caller, TimeSpan pace, Func<NamedSubject>? next = null, Func<int, bool>? isMiss = null)
    {
        for (var i = 0; i < 1_000; i++)
        {
            _time.Advance(pace);
            if (_detector.Note(caller, [(next ?? Somebody)()], 0, isMiss?.Invoke(i) ?? false, MaxCallers) == DetectionStep.Quarantine)
            {
                return i;
            }
        }

        return int.MaxValue;
    }

    [Fact]
    public void A_share_that_only_falls_becomes_nothing()
    {
        var share = new ShareTest();
        share.Add(true, 0.02, 0.9, 1);
        for (var i = 0; i < 200_000; i++)
        {
            share.Add(false, 0.02, 0.9, 1);
            Assert.False(double.IsSubnormal(share.Usual), $"subnormal after {i} trials");
        }

        Assert.Equal(0, share.Usual);
    }
}
