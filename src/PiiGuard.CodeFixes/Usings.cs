using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;

namespace PiiGuard.CodeFixes;

/// <summary>Adds <c>using</c> directives where they are missing.</summary>
internal static class Usings
{
    /// <summary>Makes a type known by its simple name, unless that name stands for something already.</summary>
    public static void Import(DocumentEditor editor, int position, string name, string space)
    {
        if (editor.SemanticModel.LookupNamespacesAndTypes(position, name: name).IsEmpty)
        {
            editor.ReplaceNode(editor.OriginalRoot, (root, _) => Add((CompilationUnitSyntax)root, space));
        }
    }

    private static CompilationUnitSyntax Add(CompilationUnitSyntax root, string space)
    {
        var at = 0;
        while (at < root.Usings.Count && Compare(root.Usings[at].Name?.ToString() ?? "", space) < 0)
        {
            at++;
        }

        var directive = SyntaxFactory.UsingDirective(SyntaxFactory.ParseName(space).WithLeadingTrivia(SyntaxFactory.Space)).WithTrailingTrivia(SyntaxFactory.ElasticCarriageReturnLineFeed);
        return at == 0 && root.Usings.Count == 0 && root.Members.FirstOrDefault() is { } first
            ? root.ReplaceNode(first, first.WithLeadingTrivia(first.GetLeadingTrivia().Insert(0, SyntaxFactory.ElasticCarriageReturnLineFeed))).AddUsings(directive)
            : root.WithUsings(root.Usings.Insert(at, directive));
    }

    /// <summary>System first, as IDEs sort.</summary>
    private static int Compare(string a, string b) => (IsSystem(a), IsSystem(b)) switch
    {
        (true, false) => -1,
        (false, true) => 1,
        _ => string.CompareOrdinal(a, b),
    };

    private static bool IsSystem(string space) => space == "System" || space.StartsWith("System.", StringComparison.Ordinal);
}
