using System.Globalization;
using System.Text.Json;
using Spectre.Console;

namespace BreachReplay.Virtual;

/// <summary>Runs scenarios, as many at once as there are processors, and prints what came of them.</summary>
internal static class Replay
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>The scenarios of the sample.</summary>
    public static IReadOnlyList<string> AllFiles =>
        [.. Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Scenarios"), "*.json").Where(f => char.IsAsciiDigit(Path.GetFileName(f)[0])).Order(StringComparer.Ordinal)];

    /// <summary>Runs them all and says whether the gateway held.</summary>
    public static async Task<bool> RunAsync(IReadOnlyList<Scenario> scenarios, int seed, string? json, string? plot, CancellationToken cancellation)
    {
        var outcomes = new Outcome[scenarios.Count];
        await AnsiConsole.Progress().Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new ElapsedTimeColumn()).StartAsync(async progress =>
        {
            var tasks = scenarios.Select(s => progress.AddTask(Markup.Escape(s.Title), maxValue: 1)).ToList();
            await Parallel.ForAsync(0, scenarios.Count, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = cancellation }, (i, cancel) =>
            {
                outcomes[i] = Simulation.Run(scenarios[i], seed, done => tasks[i].Value = done, cancel);
                return ValueTask.CompletedTask;
            });
        });
        var held = Print(outcomes, scenarios[0]);
        if (json is not null)
        {
            await File.WriteAllTextAsync(json, JsonSerializer.Serialize(outcomes, Json), cancellation);
        }

        if (plot is not null)
        {
            await File.WriteAllTextAsync(plot, LeakPlot.Draw(outcomes), cancellation);
            AnsiConsole.MarkupLineInterpolated($"Plot of the leak over time: {plot}");
        }

        return held;
    }

    private static bool Print(IReadOnlyList<Outcome> outcomes, Scenario first)
    {
        var table = new Table().Border(TableBorder.Rounded)
            .Title($"{first.Population.Customers.ToString("N0", CultureInfo.InvariantCulture)} customers, {first.Days} days, seed {outcomes[0].Seed}")
            .AddColumn("attack");
        foreach (var column in new[] { "leaked without", "leaked", "announced at most", "contained after", "by", "honest stopped" })
        {
            table.AddColumn(new TableColumn(column).RightAligned());
        }

        foreach (var o in outcomes)
        {
            table.AddRow(
                Markup.Escape(o.Scenario), Number(o.LeakedWithout), Number(o.Leaked), o.Announced is { } most ? Number(most) : "no limit",
                o.ContainedAfterSeconds is { } seconds ? Span(TimeSpan.FromSeconds(seconds)) : "never", o.StoppedBy, $"{Number(o.HonestStopped)} of {Number(o.HonestCallers)}");
        }

        AnsiConsole.Write(table);
        foreach (var o in outcomes.Where(o => o.Reason is not null))
        {
            AnsiConsole.MarkupLineInterpolated($"[grey]{o.Scenario}:[/] {o.Reason}");
        }

        var held = outcomes.All(o => o.HonestStopped == 0 && (o.Announced is not { } most || o.Leaked <= most) && o.ContainedAfterSeconds is not null);
        AnsiConsole.MarkupLine(held
            ? "[green]The gateway held:[/] every attack was contained, nothing above the announced blast radius, nobody honest stopped."
            : "[red]The gateway did not hold.[/]");
        return held;
    }

    private static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private static string Span(TimeSpan span) =>
        span.TotalMinutes < 2 ? string.Create(CultureInfo.InvariantCulture, $"{span.TotalSeconds:0.#} s")
        : span.TotalHours < 2 ? string.Create(CultureInfo.InvariantCulture, $"{span.TotalMinutes:0} min")
        : span.TotalDays < 2 ? string.Create(CultureInfo.InvariantCulture, $"{span.TotalHours:0.#} h")
        : string.Create(CultureInfo.InvariantCulture, $"{span.TotalDays:0.#} d");
}
