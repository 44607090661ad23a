using PiiGuard.Lexicon;

// Compiles the data files of the lexicon into the image that PiiGuard.Core embeds; the build of PiiGuard.Core calls it.
if (args.Length < 2)
{
    Console.Error.WriteLine("usage: PiiGuard.LexiconCompiler IMAGE FILE…");
    return 2;
}

var lexicon = LexiconReader.Read(args.Skip(1).OrderBy(f => Path.GetFileName(f), StringComparer.Ordinal).Select(f => (f, File.ReadAllText(f))), out var problems);
foreach (var problem in problems)
{
    Console.Error.WriteLine($"{problem.File}({problem.Line}): error PII4101: {problem.Message}"); // as MSBuild reads it
}

if (problems.Count > 0)
{
    return 1;
}

using var image = new MemoryStream();
LexiconImageWriter.Write(new BinaryWriter(image), lexicon);
File.WriteAllBytes(args[0], image.ToArray()); // whole, or the build would take half of it for done
return 0;
