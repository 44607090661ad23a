using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using PiiGuard.Analyzers.Configuration;

namespace PiiGuard.Analyzers.Shapes;

/// <summary>
/// The types of a compilation by what their declarations say they derive from, and those that may map what a database keeps. Read from the syntax, once for each tree, so that
/// after an edit no type has to be bound that nobody asks for.
/// </summary>
internal sealed class SourceTypes(Compilation compilation)
{
    /// <summary>Stands for the base of a declaration whose name is an alias: it may be anything.</summary>
    private const string AnyBase = "*";

    private static readonly ConditionalWeakTable<SyntaxTree, TreeTypes> Trees = new();

    private readonly Lazy<ILookup<string, string>> _byBase = new(() =>
    {
        var aliases = new HashSet<string>(compilation.SyntaxTrees.SelectMany(t => Of(t).GlobalAliases), StringComparer.Ordinal);
        return compilation.SyntaxTrees.SelectMany(t => Of(t).Bases).ToLookup(b => aliases.Contains(b.Base) ? AnyBase : b.Base, b => b.MetadataName, StringComparer.Ordinal);
    });

    private readonly Lazy<ILookup<string, string>> _names = new(() => compilation.SyntaxTrees.SelectMany(t => Of(t).Names).Distinct().ToLookup(n => n.Name, n => n.MetadataName, StringComparer.Ordinal));

    private readonly Lazy<HashSet<string>> _constraints = new(() => new(compilation.SyntaxTrees.SelectMany(t => Of(t).Constraints), StringComparer.Ordinal));

    /// <summary>The types that may hold a <c>DbSet</c>, or be an <c>IEntityTypeConfiguration</c>.</summary>
    public IEnumerable<INamedTypeSymbol> Mapping
    {
        get
        {
            var seen = new HashSet<string>(StringComparer.Ordinal);
            var pending = new Queue<string>(compilation.SyntaxTrees.SelectMany(t => Of(t).Mapping));
            while (pending.Count > 0)
            {
                var name = pending.Dequeue();
                if (seen.Add(name))
                {
                    foreach (var derived in _byBase.Value[SimpleName(name)])
                    {
                        pending.Enqueue(derived);
                    }
                }
            }

            return seen.Select(Find).OfType<INamedTypeSymbol>();
        }
    }

    /// <summary>Whether something may derive from a type, or may have to: by the name alone.</summary>
    public bool MayBeBase(string name) => _byBase.Value[name].Any() || _byBase.Value[AnyBase].Any() || _constraints.Value.Contains(name);

    /// <summary>All types that derive from or implement another, at any distance.</summary>
    public IReadOnlyList<INamedTypeSymbol> DerivedFrom(ITypeSymbol type)
    {
        var found = new List<INamedTypeSymbol>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var pending = new Queue<string>([type.Name, AnyBase]);
        if (!SymbolEqualityComparer.Default.Equals(type.ContainingAssembly, compilation.Assembly))
        {
            // Between it and a type of ours there can be others that are declared elsewhere.
            foreach (var foreign in _byBase.Value.Where(b => !_names.Value.Contains(b.Key)))
            {
                pending.Enqueue(foreign.Key);
            }
        }

        while (pending.Count > 0)
        {
            foreach (var name in _byBase.Value[pending.Dequeue()])
            {
                if (seen.Add(name) && Find(name) is { } candidate && Derives(candidate, type))
                {
                    found.Add(candidate);
                    pending.Enqueue(candidate.Name);
                }
            }
        }

        return found;
    }

    private static string SimpleName(string metadataName) => metadataName.Split('.', '+').Last().Split('`')[0];

    /// <summary>Whether there is one type of a name alone, wherever it is nested.</summary>
    public bool IsOnly(string name) => _names.Value[name].Count() == 1;

    private static bool Derives(INamedTypeSymbol candidate, ITypeSymbol type) => type.TypeKind == TypeKind.Interface
        ? candidate.AllInterfaces.Contains(type, SymbolEqualityComparer.Default)
        : candidate.SelfAndBases().Skip(1).Contains(type, SymbolEqualityComparer.Default);

    private INamedTypeSymbol? Find(string metadataName) => compilation.Assembly.GetTypeByMetadataName(metadataName);

    private static TreeTypes Of(SyntaxTree tree) => Trees.GetValue(tree, Read);

    private static TreeTypes Read(SyntaxTree tree)
    {
        var types = new TreeTypes();
        var root = tree.GetRoot();
        var aliases = new HashSet<string>(StringComparer.Ordinal);
        foreach (var node in root.DescendantNodes(n => n is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax or TypeDeclarationSyntax))
        {
            if (node is UsingDirectiveSyntax { Alias: { } alias })
            {
                (((UsingDirectiveSyntax)node).GlobalKeyword.Span.IsEmpty ? aliases : types.GlobalAliases).Add(alias.Name.Identifier.ValueText);
            }
            else if (node is MethodDeclarationSyntax method)
            {
                AddConstraints(types, method.ConstraintClauses);
            }
            else if (node is TypeDeclarationSyntax type)
            {
                AddConstraints(types, type.ConstraintClauses);
                var name = MetadataName(type);
                types.Names.Add((type.Identifier.ValueText, name));
                var bases = type.BaseList?.Types.Select(b => b.Type.SimpleName() ?? AnyBase).ToList() ?? [];
                types.Bases.AddRange(bases.Select(b => (aliases.Contains(b) ? AnyBase : b, name)));
                if (bases.Exists(b => b.EndsWith("Context", StringComparison.Ordinal) || b.IndexOf("Configuration", StringComparison.Ordinal) >= 0) || type.Members.OfType<PropertyDeclarationSyntax>().Any(p => p.Type.SimpleName() == "DbSet"))
                {
                    types.Mapping.Add(name);
                }
            }
        }

        return types;
    }

    private static void AddConstraints(TreeTypes types, SyntaxList<TypeParameterConstraintClauseSyntax> clauses) =>
        types.Constraints.UnionWith(clauses.SelectMany(c => c.Constraints).OfType<TypeConstraintSyntax>().Select(c => c.Type.SimpleName()).OfType<string>());

    private static string MetadataName(TypeDeclarationSyntax type)
    {
        var name = type.Identifier.ValueText + (type.TypeParameterList is { Parameters.Count: > 0 and var count } ? "`" + count : "");
        return type.Parent switch
        {
            TypeDeclarationSyntax outer => MetadataName(outer) + "+" + name,
            BaseNamespaceDeclarationSyntax space => string.Join(".", space.AncestorsAndSelf().OfType<BaseNamespaceDeclarationSyntax>().Reverse().Select(n => n.Name.ToString())) + "." + name,
            _ => name,
        };
    }

    /// <summary>What one tree declares.</summary>
    private sealed class TreeTypes
    {
        public List<(string Base, string MetadataName)> Bases { get; } = [];

        public HashSet<string> Constraints { get; } = new(StringComparer.Ordinal);

        public List<(string Name, string MetadataName)> Names { get; } = [];

        public HashSet<string> GlobalAliases { get; } = new(StringComparer.Ordinal);

        public List<string> Mapping { get; } = [];
    }
}
