using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using PiiGuard.Analyzers.Configuration;
using PiiGuard.Classification;
using PiiGuard.Contracts;

namespace PiiGuard.Analyzers.Shapes;

/// <summary>Walks a type as its serialiser would and names the wire paths of personal data. Cached per closed type and serialiser.</summary>
internal sealed class PersonalPaths(KnownSymbols known, FieldClassifier classifier, RunTimeTypes runTimeTypes, PersistenceEntities entities)
{
    // An entity with its navigations can have more paths than there are atoms: the bounds are on the work, and reaching one is said.
    private const int MaxDepth = 10;
    private const int MaxLists = 8; // of lists: a type that is a list of itself (JToken) has no end
    private const int MaxVisits = 5_000;
    private const int MaxPaths = 1_000;

    private readonly WireMembers _members = new(known);
    private readonly ConcurrentDictionary<Serializer, ConcurrentDictionary<ITypeSymbol, ShapeWalk>> _caches = new();

    public ShapeWalk Of(ITypeSymbol type, Serializer serializer, CancellationToken cancellation) =>
        _caches.GetOrAdd(serializer, _ => new(SymbolEqualityComparer.Default)).GetOrAdd(type, t =>
        {
            var walk = new ShapeWalk(serializer) { Complete = serializer.Naming != NamingPolicy.Unknown };
            Visit(t, walk, cancellation);
            return walk;
        });

    private void Visit(ITypeSymbol type, ShapeWalk walk, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        type = ElementOf(type, out var steps);
        if (steps.Count >= MaxLists)
        {
            walk.Complete = false;
        }
        else if (steps.Count > 0)
        {
            walk.Inside(steps, "", () => VisitElement(type, walk, cancellation));
        }
        else
        {
            VisitElement(type, walk, cancellation);
        }
    }

    private void VisitElement(ITypeSymbol type, ShapeWalk walk, CancellationToken cancellation)
    {
        if (WireTypes.IsOpaque(type) || _members.IsConverted(type, walk.Serializer))
        {
            walk.Complete = false;
            VisitRunTimeTypes(type, walk, cancellation); // of an interface without members
        }
        else if (WireTypes.IsObject(type))
        {
            if (walk.Depth >= MaxDepth || walk.Visits >= MaxVisits || walk.Found.Count >= MaxPaths)
            {
                walk.Complete = false;
            }
            else if (walk.Enter(type))
            {
                var before = walk.Found.Count;
                VisitMembers(type, walk, cancellation);
                if (walk.Found.Count > before && entities.Contains(type) && !walk.Entities.Contains(type, SymbolEqualityComparer.Default))
                {
                    walk.Entities.Add(type);
                }

                VisitRunTimeTypes(type, walk, cancellation);
                walk.Leave();
            }
        }
    }

    /// <summary>
    /// What may stand in the place of a declared type at run time. Newtonsoft.Json writes the run-time type everywhere;
    /// System.Text.Json at the root of a body alone, and only where the type is not sealed and says nothing of polymorphism.
    /// </summary>
    private void VisitRunTimeTypes(ITypeSymbol type, ShapeWalk walk, CancellationToken cancellation)
    {
        if (walk.RunTimeType is not null || walk.Serializer.Kind is SerializerKind.Protobuf || (!walk.Serializer.IsNewtonsoft && (walk.Depth > 1 || walk.IsInside || IsPolymorphic(type))))
        {
            return;
        }

        var types = runTimeTypes.Of(type);
        walk.Complete &= types.Count <= RunTimeTypes.Most;
        foreach (var derived in types.Take(RunTimeTypes.Most))
        {
            walk.RunTimeType = derived.Name;
            VisitElement(derived, walk, cancellation);
            walk.RunTimeType = null;
        }
    }

    private bool IsPolymorphic(ITypeSymbol type) => type.Attribute(known.JsonPolymorphic) is not null || DerivedTypes(type).Any();

    private void VisitMembers(ITypeSymbol type, ShapeWalk walk, CancellationToken cancellation)
    {
        walk.Complete &= !_members.HasExtensionData(type);
        var members = _members.Of(type, walk.Serializer).ToList();
        var siblings = members.Select(m => m.Symbol.Name).ToList();
        foreach (var member in members)
        {
            VisitMember(member, type, siblings, walk, cancellation);
        }

        // [JsonDerivedType]: what is sent in its place is one of these, wherever the type stands.
        foreach (var derived in walk.Serializer.Kind == SerializerKind.SystemTextJson ? DerivedTypes(type) : [])
        {
            VisitElement(derived, walk, cancellation);
        }
    }

    private IEnumerable<ITypeSymbol> DerivedTypes(ITypeSymbol type) => known.JsonDerivedType is null ? [] : type.GetAttributes()
        .Where(a => a.AttributeClass.IsSame(known.JsonDerivedType)).Select(a => a.ConstructorArguments.FirstOrDefault().Value).OfType<INamedTypeSymbol>()
        .Where(derived => !SymbolEqualityComparer.Default.Equals(derived, type));

    private void VisitMember(WireMember member, ITypeSymbol owner, IReadOnlyList<string> siblings, ShapeWalk walk, CancellationToken cancellation)
    {
        var annotation = Annotations.Of(member.Symbol, known);
        var converted = _members.IsConverted(member.Symbol, walk.Serializer) || _members.IsConverted(WireTypes.Unwrap(member.Type), walk.Serializer);
        var element = ElementOf(member.Type, out var steps);
        FieldType? leaf = converted ? FieldType.Unknown // a converter writes what it likes
            : steps.Count < MaxLists && WireTypes.IsObject(element) ? null
            : LeafTypes.Of(element);
        if (annotation is not null || leaf is not null)
        {
            var classification = Classify(member, owner, siblings, leaf ?? FieldType.Object, annotation, walk);
            if (classification.IsPersonal)
            {
                walk.Add(member, steps, classification);
            }
            else if (annotation is null && (converted || steps.Count >= MaxLists || WireTypes.IsOpaque(element)))
            {
                walk.Complete = false;
            }
        }
        else
        {
            walk.Inside([WireStep.Property(member.WireName)], member.Symbol.Name, () => Visit(member.Type, walk, cancellation));
        }
    }

    private FieldClassification Classify(WireMember member, ITypeSymbol owner, IReadOnlyList<string> siblings, FieldType type, FieldAnnotation? annotation, ShapeWalk walk)
    {
        // Nearest context last: the properties that lead here, then the type they lead to.
        var parents = walk.Context.Append(owner.Name).ToList();
        var byName = classifier.Classify(new(member.Symbol.Name, null, parents, type, Siblings: siblings, Annotation: annotation));
        return byName.IsPersonal ? byName : classifier.Classify(new(member.WireName, null, parents, type, Siblings: siblings, Annotation: annotation));
    }

    /// <summary>What a type is a list or dictionary of, however deep; the type itself when it is none.</summary>
    private ITypeSymbol ElementOf(ITypeSymbol type, out IReadOnlyList<WireStep> steps)
    {
        List<WireStep> lists = [];
        steps = lists;
        type = WireTypes.Unwrap(type);
        while (!WireTypes.IsOpaque(type) && lists.Count < MaxLists && ElementOf(type) is { } element)
        {
            lists.Add(element.Step);
            type = WireTypes.Unwrap(element.Type);
        }

        return type;
    }

    private (ITypeSymbol Type, WireStep Step)? ElementOf(ITypeSymbol type) => type switch
    {
        { SpecialType: SpecialType.System_String } => null,
        IArrayTypeSymbol { ElementType.SpecialType: SpecialType.System_Byte } => null, // base64 text
        IArrayTypeSymbol array => (array.ElementType, WireStep.Items),
        _ when (type.ArgumentOf(known.DictionaryOfT, 1) ?? type.ArgumentOf(known.ReadOnlyDictionaryOfT, 1)) is { } value => (value, WireStep.Values),
        _ when (type.ArgumentOf(known.EnumerableOfT) ?? type.ArgumentOf(known.AsyncEnumerableOfT)) is { } item => (item, WireStep.Items),
        _ => null,
    };
}
