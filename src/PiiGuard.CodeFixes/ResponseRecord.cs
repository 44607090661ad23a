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
/// <param name="Factory">Name of the method that makes one: none of its members has it.</param>
internal sealed record ResponseRecord(string Name, INamedTypeSymbol Source, IReadOnlyList<WireMember> Members, string Factory)
{
    /// <summary>Null where nothing of the type is undeclared, nothing would be left, more would go than what is undeclared, or a record cannot take its place.</summary>
    public static ResponseRecord? Of(string name, INamedTypeSymbol source, IReadOnlyList<Serializer> serializers, IEnumerable<string> undeclared, KnownSymbols known)
    {
        var paths = undeclared.Select(Properties).Where(p => p.Count > 0).ToLookup(p => p[0], StringComparer.Ordinal);
        var left = new HashSet<string>(paths.Select(p => p.Key), StringComparer.Ordinal);
        var members = new WireMembers(known);
        var dropped = new HashSet<ISymbol>(serializers.SelectMany(s => members.Of(source, s)).Where(m => left.Contains(m.WireName)).Select(m => m.Symbol), SymbolEqualityComparer.Default);
        var all = members.Of(source, serializers[0]).ToList();
        var kept = all.Where(m => !dropped.Contains(m.Symbol)).ToList();
        var losesMore = all.Exists(m => dropped.Contains(m.Symbol) && paths[m.WireName].All(p => p.Count > 1)
            && members.Of(ElementOf(m.Type, known), serializers[0]).Any(inner => !paths[m.WireName].Any(p => p[1] == inner.WireName)));
        var factory = new[] { "From", "Of", "FromSource" }.FirstOrDefault(f => !kept.Exists(m => m.Symbol.Name == f));
        return kept.Count == all.Count || kept.Count == 0 || losesMore || factory is null || !CanBeNamed(source) || !kept.TrueForAll(CanBeCopied) || source.GetAttributes().Any(IsOfJson) ? null : new(name, source, kept, factory);
    }

    /// <summary>The declaration, with a conversion from the type.</summary>
    public string ToSource()
    {
        var source = Source.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat);
        var text = new StringBuilder();
        text.Append($"/// <summary>What is sent of a {Source.Name}.</summary>\n");
        text.Append($"{(IsPublic(Source) ? "public" : "internal")} sealed record {Name}({string.Join(", ", Members.Select(m => Attributes(m) + TypeOf(m) + " " + Identifier(m)))})\n{{\n");
        text.Append($"    public static {Name} {Factory}({source} value) => new({string.Join(", ", Members.Select(m => "value." + Identifier(m)))});\n}}\n");
        return text.ToString();
    }

    private static IReadOnlyList<string> Properties(string path) =>
        WirePath.TryParse(path, out var steps) ? [.. steps.Where(s => s.Kind == WireStepKind.Property).Select(s => s.Name)] : [];

    private static ITypeSymbol ElementOf(ITypeSymbol type, KnownSymbols known) =>
        type.SpecialType != SpecialType.System_String && type.ArgumentOf(known.EnumerableOfT) is { } element ? element : type;

    /// <summary>Whether a type beside the handler's own can name it: not a private one, nor one of its file alone.</summary>
    private static bool CanBeNamed(INamedTypeSymbol type)
    {
        for (var t = type; t is not null; t = t.ContainingType)
        {
            if (t.DeclaredAccessibility is not (Accessibility.Public or Accessibility.Internal) || t.IsFileLocal)
            {
                return false;
            }
        }

        return true;
    }

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

    /// <summary>Whether a record can have the member: those that a record has itself it cannot, and not every attribute can be written elsewhere.</summary>
    private static bool CanBeCopied(WireMember member) => member.Symbol.Name is not ("Clone" or "EqualityContract")
        && AttributesOf(member).All(a => CanBeNamed(a.AttributeClass!) && a.ConstructorArguments.Concat(a.NamedArguments.Select(n => n.Value)).All(CanBeWritten));

    private static bool CanBeWritten(TypedConstant argument) => argument switch
    {
        { IsNull: true } => true,
        { Kind: TypedConstantKind.Type } => argument.Value is INamedTypeSymbol type && CanBeNamed(type),
        { Kind: TypedConstantKind.Enum, Type: var type } => type!.GetMembers().OfType<IFieldSymbol>().Any(f => f.HasConstantValue && Equals(f.ConstantValue, argument.Value)),
        { Kind: TypedConstantKind.Array } => false,
        _ => argument.Value is string or bool or int,
    };

    /// <summary>What the serialiser is told of the member: a converter may mask it.</summary>
    private static IEnumerable<AttributeData> AttributesOf(WireMember member) => member.Symbol.GetAttributes().Where(a => IsOfJson(a) && a.AttributeClass!.Name is not ("JsonIncludeAttribute" or "JsonRequiredAttribute"));

    private static string Attributes(WireMember member) => string.Concat(AttributesOf(member).Select(a => $"[property: global::{a}] "));

    private static bool IsOfJson(AttributeData attribute) => attribute.AttributeClass?.SelfAndBases().Any(b => b.Name == "JsonAttribute" && b.ContainingNamespace.ToDisplayString() == "System.Text.Json.Serialization") == true;

    private static string TypeOf(WireMember member) =>
        member.Type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat.AddMiscellaneousOptions(SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier));

    private static string Identifier(WireMember member) =>
        SyntaxFacts.GetKeywordKind(member.Symbol.Name) == SyntaxKind.None ? member.Symbol.Name : "@" + member.Symbol.Name;
}
