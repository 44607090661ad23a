using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;
using PiiGuard.Analyzers.Configuration;
using PiiGuard.Analyzers.Diagnostics;
using PiiGuard.Contracts;
using PiiGuard.Taxonomy;

namespace PiiGuard.CodeFixes;

/// <summary>Adds what diagnostics name to the contract of a project; makes the file where there is none.</summary>
internal static class ContractEdit
{
    public static async Task<Solution> ApplyAsync(Solution solution, ProjectId projectId, IEnumerable<Diagnostic> diagnostics, CancellationToken cancellation)
    {
        var additions = diagnostics.SelectMany(EntriesOf).ToList();
        var project = solution.GetProject(projectId)!;
        if (additions.Count == 0)
        {
            return solution;
        }

        var contract = project.AdditionalDocuments.FirstOrDefault(d => ContractFile.IsContract(d.FilePath ?? d.Name));
        if (contract is not null)
        {
            var old = await contract.GetTextAsync(cancellation).ConfigureAwait(false);
            return solution.WithAdditionalDocumentText(contract.Id, SourceText.From(ExposureContract.Add(old.ToString(), additions), old.Encoding ?? Encoding.UTF8));
        }

        var path = Path.Combine(Path.GetDirectoryName(project.FilePath) ?? "", ExposureContract.FileName);
        var text = SourceText.From(ExposureContract.Add("", additions), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        return solution.AddAdditionalDocument(DocumentId.CreateNewId(projectId), ExposureContract.FileName, text, filePath: path);
    }

    private static IEnumerable<ExposureEntry> EntriesOf(Diagnostic diagnostic)
    {
        var properties = diagnostic.Properties;
        var isAnonymous = properties.ContainsKey(DiagnosticKeys.Access);
        if (properties.TryGetValue(DiagnosticKeys.Endpoint, out var endpoint) && endpoint is not null
            && properties.TryGetValue(DiagnosticKeys.Paths, out var paths) && properties.TryGetValue(DiagnosticKeys.Categories, out var categories))
        {
            foreach (var (path, name) in paths!.Split(';').Zip(categories!.Split(';'), (p, c) => (p, c)))
            {
                if (PiiTaxonomy.TryParse(name, out var category))
                {
                    var entry = new ExposureEntry(endpoint, path, category, ContractReason.Placeholder);
                    yield return isAnonymous ? entry.ForAnonymous() : entry;
                }
            }
        }
    }
}
