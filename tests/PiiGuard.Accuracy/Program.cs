using System.CommandLine;
using System.Text.Json;
using PiiGuard.Accuracy;
using PiiGuard.Classification;
using PiiGuard.Lexicon;

var fields = new Option<FileInfo>("--fields")
{
    Description = "Labelled rows, JSON Lines; the format is in Data/README.md. Default: the rows of this repository.",
    DefaultValueFactory = _ => new FileInfo(Path.Combine(AppContext.BaseDirectory, "Data", "fields.jsonl")),
};
var predictions = new Option<FileInfo?>("--predictions") { Description = "Where to write the answers: one JSON object per row, in the order of the rows." };
var lexicon = new Option<FileInfo[]>("--lexicon") { Description = "Words of your own on top of ours (docs/lexicon.md); may be given several times." };
var quiet = new Option<bool>("--quiet") { Description = "Figures only, without the list of misses." };
var command = new RootCommand("Measures the field classifier on labelled API fields.") { fields, predictions, lexicon, quiet };
command.SetAction(parsed =>
{
    try
    {
        if (parsed.GetValue(predictions)?.FullName == parsed.GetRequiredValue(fields).FullName)
        {
            throw new IOException("--predictions would overwrite the rows of --fields.");
        }

        var rows = LabelledFields.Read(parsed.GetRequiredValue(fields));
        var words = PiiLexicon.Default.With((parsed.GetValue(lexicon) ?? []).Select(f => (f.Name, File.ReadAllText(f.FullName))), out var problems);
        if (problems.Count > 0)
        {
            throw new InvalidDataException(string.Join(Environment.NewLine, problems));
        }

        var classifier = new FieldClassifier(words);
        var answers = rows.Zip(LabelledFields.Siblings(rows), (r, siblings) => classifier.Classify(r.Description with { Siblings = siblings })).ToList();
        if (parsed.GetValue(predictions) is { } file)
        {
            File.WriteAllLines(file.FullName, answers.Select(a => JsonSerializer.Serialize(
                new Prediction(a.IsPersonal, a.Category?.ToString(), a.Confidence, a.Explain()), LabelledFields.Json)));
        }

        AccuracyReport.Print(rows, answers, withMisses: !parsed.GetValue(quiet));
        return 0;
    }
    catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException)
    {
        Console.Error.WriteLine(e.Message);
        return 2;
    }
});
return command.Parse(args).Invoke();
