using System.Globalization;
using Spectre.Console;

namespace BreachReplay.Http;

/// <summary>Prints the one table.</summary>
internal static class Report
{
    /// <summary>The partner tier's budget in the gateway's appsettings.json, per day.</summary>
    private const int PartnerBudget = 500;

    /// <summary>Prints both runs and says whether the gateway held.</summary>
    public static bool Print(RunResult direct, RunResult guarded)
    {
        var held = guarded.HonestRefused == 0 && direct.HonestRefused == 0 && guarded.Scraper.Leak.Customers <= PartnerBudget;
        var table = new Table().Border(TableBorder.Rounded).Title("One stolen partner key, 100,000 customers")
            .AddColumn("").AddColumn(new TableColumn(direct.Name).RightAligned()).AddColumn(new TableColumn(guarded.Name).RightAligned());

        void Row(string what, Func<RunResult, string> value) => table.AddRow(what, value(direct), value(guarded));

        Row("customers leaked", r => Number(r.Scraper.Leak.Customers));
        Row("personal values leaked", r => Number(r.Scraper.Leak.Values));
        foreach (var category in direct.Scraper.Leak.ByCategory.Keys)
        {
            Row($"  {category}", r => Number(r.Scraper.Leak.ByCategory.GetValueOrDefault(category)));
        }

        Row("scraper stopped after", r => r.Scraper.StoppedAfter is { } time ? $"{time.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture)} s" : "never");
        Row("honest requests", r => Number(r.HonestRequests));
        Row("honest requests refused", r => Number(r.HonestRefused));
        AnsiConsole.Write(table);
        AnsiConsole.MarkupLine(held
            ? $"[green]The gateway held:[/] at most {PartnerBudget} customers a day per partner key, as its policy announces."
            : "[red]The gateway did not hold.[/]");
        return held;
    }

    private static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
