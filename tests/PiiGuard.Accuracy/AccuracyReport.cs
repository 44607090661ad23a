using PiiGuard.Classification;

namespace PiiGuard.Accuracy;

/// <summary>Prints the figures and every miss.</summary>
internal static class AccuracyReport
{
    private const int Folds = 5;

    public static void Print(IReadOnlyList<LabelledField> rows, IReadOnlyList<FieldClassification> answers, bool withMisses)
    {
        var all = rows.Zip(answers, (row, answer) => (Row: row, Answer: answer)).ToList();
        var strict = all.Where(r => r.Row.Pii != "borderline").ToList();
        Console.WriteLine($"{rows.Count} rows of {rows.Select(r => r.Api).Distinct().Count()} APIs");
        Console.WriteLine($"strict (borderline left out)   {Score.Of(strict.Select(r => (r.Row.Pii == "yes", r.Answer.IsPersonal)))}");
        Console.WriteLine($"with borderline as personal    {Score.Of(all.Select(r => (r.Row.Pii != "no", r.Answer.IsPersonal)))}");
        var hits = strict.Where(r => r.Row.Pii == "yes" && r.Answer.IsPersonal).ToList();
        Console.WriteLine($"category right                 {hits.Count(r => r.Row.Category == r.Answer.Category.ToString())} of {hits.Count} hits");

        Console.WriteLine($"\nby fold of APIs, strict (nothing is learned from rows; the spread shows how much an API matters)");
        foreach (var fold in strict.GroupBy(r => Fold(r.Row.Api)).OrderBy(f => f.Key))
        {
            Console.WriteLine($"  {fold.Key + 1}  {Score.Of(fold.Select(r => (r.Row.Pii == "yes", r.Answer.IsPersonal)))}");
        }

        Console.WriteLine("\nby category, strict");
        foreach (var category in Enum.GetNames<PiiCategory>())
        {
            var score = Score.Of(strict.Select(r => (r.Row.Pii == "yes" && r.Row.Category == category, r.Answer.Category?.ToString() == category)));
            if (score != default)
            {
                Console.WriteLine($"  {category,-14} {score}");
            }
        }

        if (withMisses)
        {
            List("missed", strict.Where(r => r.Row.Pii == "yes" && !r.Answer.IsPersonal));
            List("false alarms", strict.Where(r => r.Row.Pii == "no" && r.Answer.IsPersonal));
            List("other category", hits.Where(r => r.Row.Category != r.Answer.Category.ToString()));
        }
    }

    private static void List(string title, IEnumerable<(LabelledField Row, FieldClassification Answer)> rows)
    {
        Console.WriteLine($"\n{title}");
        foreach (var (row, answer) in rows)
        {
            var path = string.Join(".", row.Parents.Prepend(row.Schema).Append(row.Property));
            Console.WriteLine($"  {row.Api}: {path} ({row.Type}{(row.Format is null ? "" : "/" + row.Format)}) is {row.Category ?? "none"}, answer {answer.Category?.ToString() ?? "none"}: {answer.Explain()}");
        }
    }

    // FNV-1a over the name of the API: the same folds on every machine.
    private static uint Fold(string api) => api.Aggregate(2166136261u, (hash, c) => (hash ^ c) * 16777619u) % Folds;
}
