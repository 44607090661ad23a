using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using PiiGuard.Analyzers.Configuration;
using PiiGuard.Analyzers.Shapes;
using PiiGuard.Contracts;

namespace PiiGuard.CodeFixes;

/// <summary>A record with those members of a type that the contract declares or that are not personal.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Source">The type.</param>
/// <param name="Members">What is left of it.</param>
internal sealed record ResponseRecord(string Name, INamedTypeSymbol Source, IReadOnlyList<WireMember> Members)
{
    /// <summary>Null where nothing of the type is undeclared, or nothing would be left.</summary>
    public static ResponseRecord? Of(string name, INamedTypeSymbol source, IReadOnlyList<Serializer> serializers, IEnumerable<string> undeclared, KnownSymbols known)
    {
        var left = new HashSet<string>(undeclared.Select(FirstProperty).OfType<string>(), StringComparer.Ordinal);
        var members = new WireMembers(known);
        var dropped = new HashSet<ISymbol>(serializers.SelectMany(s => members.Of(source, s)).Where(m => left.Contains(m.WireName)).Select(m => m.Symbol), SymbolEqualityComparer.Default);
        var all = members.Of(source, serializers[0]).ToList();
        var kept = all.Where(m => !dropped.Contains(m.Symbol)).ToList();
        return kept.Count == all.Count || kept.Count == 0 ? null : new(name, source, kept);
    }

    /// <summary>The declaration, with a conversion from the type.</summary>
    public string ToSource(KnownSymbols known)
    {
        var source = Source.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat);
        var text = new StringBuilder();
        text.Append($"/// <summary>What is sent of a {Source.Name}.</summary>\n");
        text.Append($"{(IsPublic(Source) ? "public" : "internal")} sealed record {Name}({string.Join(", ", Members.Select(m => Attributes(m, known) + TypeOf(m) + " " + Identifier(m)))})\n{{\n");
        text.Append($"    public static {Name} From({source} value) => new({string.Join(", ", Members.Select(m => "value." + Identifier(m)))});\n}}\n");
        return text.ToString();
    }

    private static string? FirstProperty(string path) =>
        WirePath.TryParse(path, out var steps) ? steps.Where(s => s.Kind == WireStepKind.Property).Select(s => s.Name).FirstOrDefault() : null;

    private static bool IsPublic(INamedTypeSymbol type)
    {
        for (var t = type; t is not null; t = t.ContainingType)
        {
            if (t.DeclaredAccessibility != Accessibility.Public)
            {
                return false;
            }
        }

        return true;
    }

    private static string Attributes(WireMember member, KnownSymbols known) => member.Symbol.Attribute(known.JsonPropertyName) is null
        ? ""
        : $"[property: global::System.Text.Json.Serialization.JsonPropertyName({SymbolDisplay.FormatLiteral(member.WireName, quote: true)})] ";

    private static string TypeOf(WireMember member) =>
        member.Type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat.AddMiscellaneousOptions(SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier));

    private static string Identifier(WireMember member) =>
        SyntaxFacts.GetKeywordKind(member.Symbol.Name) == SyntaxKind.None ? member.Symbol.Name : "@" + member.Symbol.Name;
}
