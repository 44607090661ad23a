using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using PiiGuard.Classification;

namespace PiiGuard.Analyzers.Shapes;

/// <summary>
/// What the names of values tell, also of those that a method or a property of the project makes a text of: <c>Label = Sign(person)</c>, where <c>Sign</c> returns first and last name. By the syntax alone; of
/// methods that share a name all have to make something personal.
/// </summary>
internal sealed class MadeTexts(Compilation compilation, FieldClassifier classifier)
{
    private const int MostNested = 3;

    private readonly Lazy<ILookup<string, MadeText>> _made = new(() => compilation.SyntaxTrees.SelectMany(t => TreeNames.Of(t).Texts).ToLookup(t => t.Name, StringComparer.Ordinal));
    private readonly Lazy<ILookup<string, MadeText>> _documents = new(() => compilation.SyntaxTrees.SelectMany(t => TreeNames.Of(t).Documents).ToLookup(d => d.Name, StringComparer.Ordinal));
    private readonly Lazy<HashSet<string>> _plain = new(() => new(compilation.SyntaxTrees.SelectMany(t => TreeNames.Of(t).Plain), StringComparer.Ordinal));
    private readonly ConcurrentDictionary<string, FieldClassification?> _byName = new(StringComparer.Ordinal);

    /// <summary>What a method of the project writes to a text or a table, itself or where it handles a request of a type; null where that cannot be told.</summary>
    public FieldClassification? OfDocument(ISymbol maker) => OfDocument(NameOf(maker, _documents));

    private FieldClassification? OfDocument(string name)
    {
        var found = _documents.Value[name].Select(d => Of(d.Sources, FieldType.Text)).ToList();
        return found.Count > 0 && found.TrueForAll(f => f is not null) ? found[0] : null;
    }

    /// <summary>What the handler of a request makes, by the request's type; null where that cannot be told.</summary>
    public FieldClassification? OfHandler(ITypeSymbol request) => Of(NameOf(request, _made));

    /// <summary>The name by which what is made for a request is known: with that of the type around it, where a handler beside it is.</summary>
    private static string NameOf(ISymbol symbol, Lazy<ILookup<string, MadeText>> known) =>
        symbol is ITypeSymbol { ContainingType: { } around } && $"{around.Name}.{symbol.Name}" is var nested && known.Value.Contains(nested) ? nested : symbol.Name;

    /// <summary>What a method or a property of the project makes, by its name; null where that cannot be told.</summary>
    public FieldClassification? Of(string name) => _byName.GetOrAdd(name, n => Find(n, depth: 0));

    /// <summary>What is personal of some values; null where nothing is.</summary>
    /// <param name="sources">The values.</param>
    /// <param name="type">What is known of their type.</param>
    /// <param name="depth">How many methods lie between.</param>
    public FieldClassification? Of(IEnumerable<NameSource> sources, FieldType type, int depth = 0) => sources.Select(s => Of(s, type, depth)).FirstOrDefault(f => f is not null);

    private FieldClassification? Of(NameSource source, FieldType type, int depth)
    {
        if (!source.IsMade && classifier.Classify(new(source.Name, source.Owner, Type: type)) is var byName && (byName.IsPersonal || !char.IsUpper(source.Name[0]) || _plain.Value.Contains(source.Name)))
        {
            return byName is { IsPersonal: true, IsReduced: false } ? byName : null;
        }

        return source.Arguments is { Count: > 0 } handed && PassesOn(source.Name) ? Of(handed, type, depth + 1)
            : depth == 0 ? Of(source.Name)
            : Find(source.Name, depth);
    }

    /// <summary>Whether a method of the project makes of texts no more than a text of them.</summary>
    public bool PassesOn(string method) => _made.Value[method] is var made && made.Any() && made.All(m => m.PassesOn);

    private FieldClassification? Find(string name, int depth)
    {
        var made = depth < MostNested ? _made.Value[name].ToList() : [];
        var found = made.ConvertAll(m => Of(m.Sources, FieldType.Text, depth + 1));
        return found.Count > 0 && found.TrueForAll(f => f is not null) ? found[0] : null;
    }
}
