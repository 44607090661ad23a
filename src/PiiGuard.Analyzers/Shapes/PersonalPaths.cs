using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using PiiGuard.Analyzers.Configuration;
using PiiGuard.Classification;
using PiiGuard.Contracts;

namespace PiiGuard.Analyzers.Shapes;

/// <summary>Walks a type as System.Text.Json would and names the wire paths of personal data. Cached per closed type.</summary>
internal sealed class PersonalPaths(KnownSymbols known, FieldClassifier classifier)
{
    private const int MaxDepth = 12;
    private const int MaxPaths = 2_000;

    private readonly WireMembers _members = new(known);
    private readonly ConcurrentDictionary<ITypeSymbol, IReadOnlyList<PersonalPath>> _cache = new(SymbolEqualityComparer.Default);

    public IReadOnlyList<PersonalPath> Of(ITypeSymbol type) => _cache.GetOrAdd(type, t =>
    {
        var walk = new Walk();
        Visit(t, walk);
        return walk.Found;
    });

    private void Visit(ITypeSymbol type, Walk walk)
    {
        type = Unwrap(type);
        if (ElementOf(type) is { } element)
        {
            walk.Inside(element.Step, "", () => Visit(element.Type, walk));
        }
        else if (IsObject(type) && walk.Steps.Count < MaxDepth * 2 && walk.Found.Count < MaxPaths && walk.Enter(type))
        {
            foreach (var member in _members.Of(type))
            {
                VisitMember(member, type, walk);
            }

            walk.Leave(type);
        }
    }

    private void VisitMember(WireMember member, ITypeSymbol owner, Walk walk)
    {
        var annotation = Annotations.Of(member.Symbol, known);
        var leaf = Leaf(member.Type, out var steps);
        if (annotation is not null || leaf is not null)
        {
            if (Classify(member, owner, leaf ?? FieldType.Object, annotation, walk) is { } category)
            {
                walk.Add(member.WireName, steps, category);
            }
        }
        else
        {
            walk.Inside(WireStep.Property(member.WireName), member.Symbol.Name, () => Visit(member.Type, walk));
        }
    }

    private PiiCategory? Classify(WireMember member, ITypeSymbol owner, FieldType type, FieldAnnotation? annotation, Walk walk)
    {
        // Nearest context last: the properties that lead here, then the type they lead to.
        var parents = walk.Context.Append(owner.Name).ToList();
        var siblings = owner.GetMembers().OfType<IPropertySymbol>().Select(p => p.Name).ToList();
        return classifier.Classify(new(member.Symbol.Name, null, parents, type, Siblings: siblings, Annotation: annotation)).Category
            ?? classifier.Classify(new(member.WireName, null, parents, type, Siblings: siblings, Annotation: annotation)).Category;
    }

    /// <summary>The type of a member that has no members of its own, of a list its elements'; null when it has to be walked.</summary>
    private FieldType? Leaf(ITypeSymbol type, out IReadOnlyList<WireStep> steps)
    {
        List<WireStep> lists = [];
        steps = lists;
        type = Unwrap(type);
        while (ElementOf(type) is { } element)
        {
            lists.Add(element.Step);
            type = Unwrap(element.Type);
        }

        return IsObject(type) ? null : LeafTypes.Of(type);
    }

    private static ITypeSymbol Unwrap(ITypeSymbol type) =>
        type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable ? nullable.TypeArguments[0] : type;

    private (ITypeSymbol Type, WireStep Step)? ElementOf(ITypeSymbol type) => type switch
    {
        { SpecialType: SpecialType.System_String } => null,
        IArrayTypeSymbol { ElementType.SpecialType: SpecialType.System_Byte } => null, // base64 text
        IArrayTypeSymbol array => (array.ElementType, WireStep.Items),
        _ when (type.ArgumentOf(known.DictionaryOfT, 1) ?? type.ArgumentOf(known.ReadOnlyDictionaryOfT, 1)) is { } value => (value, WireStep.Values),
        _ when (type.ArgumentOf(known.EnumerableOfT) ?? type.ArgumentOf(known.AsyncEnumerableOfT)) is { } item => (item, WireStep.Items),
        _ => null,
    };

    private static bool IsObject(ITypeSymbol type) =>
        type.TypeKind is TypeKind.Class or TypeKind.Struct or TypeKind.Interface
        && type.SpecialType == SpecialType.None
        && (type.IsAnonymousType || RootNamespace(type) is not "System");

    private static string? RootNamespace(ITypeSymbol type)
    {
        var space = type.ContainingNamespace;
        while (space is { IsGlobalNamespace: false, ContainingNamespace.IsGlobalNamespace: false })
        {
            space = space.ContainingNamespace;
        }

        return space?.Name;
    }

    /// <summary>Where a walk stands.</summary>
    private sealed class Walk
    {
        private readonly HashSet<ITypeSymbol> _open = new(SymbolEqualityComparer.Default);
        private readonly HashSet<string> _seen = new(StringComparer.Ordinal);

        public List<WireStep> Steps { get; } = [];

        public List<string> Context { get; } = [];

        public List<PersonalPath> Found { get; } = [];

        /// <summary>False in a cycle: the type is being walked already, further up.</summary>
        public bool Enter(ITypeSymbol type) => _open.Add(type);

        public void Leave(ITypeSymbol type) => _open.Remove(type);

        public void Inside(WireStep step, string name, Action visit)
        {
            Steps.Add(step);
            if (name.Length > 0)
            {
                Context.Add(name);
            }

            visit();
            Steps.RemoveAt(Steps.Count - 1);
            if (name.Length > 0)
            {
                Context.RemoveAt(Context.Count - 1);
            }
        }

        public void Add(string wireName, IReadOnlyList<WireStep> lists, PiiCategory category)
        {
            var path = WirePath.Format(Steps.Append(WireStep.Property(wireName)).Concat(lists));
            if (_seen.Add(path))
            {
                Found.Add(new(path, category));
            }
        }
    }
}
