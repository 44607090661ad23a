using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using PiiGuard.Analyzers.Configuration;
using PiiGuard.Classification;
using PiiGuard.Contracts;

namespace PiiGuard.Analyzers.Shapes;

/// <summary>Walks a type as its serialiser would and names the wire paths of personal data. Cached per closed type and serialiser.</summary>
internal sealed class PersonalPaths(ProjectTypes project, TypeShapes shapes, FieldClassifier classifier, RunTimeTypes runTimeTypes, PersistenceEntities entities, Renames renames)
{
    // An entity with its navigations can have more paths than there are atoms: the bounds are on the work, and reaching one is said.
    internal const int MaxDepth = 10;
    internal const int MaxVisits = 5_000;
    private const int MaxPaths = 1_000;

    private FilledPaths? _filled;

    private readonly ConcurrentDictionary<(Serializer, string Lists, bool IsExact), ConcurrentDictionary<ITypeSymbol, ShapeWalk>> _caches = new();

    /// <param name="type">The type of the body.</param>
    /// <param name="isExact">Whether the body is of that type itself, and of none that derives from it.</param>
    /// <param name="serializer">Who writes it.</param>
    /// <param name="cancellation">Ends it.</param>
    public ShapeWalk Of(ITypeSymbol type, bool isExact, Serializer serializer, CancellationToken cancellation)
    {
        type = project.Unwrapped(type);
        // A List<T>, a T[] and an IEnumerable<T> are one on the wire.
        var element = ListsOf(type, serializer, out var lists);
        isExact = isExact && lists.Count == 0 && runTimeTypes.Of(element).Count > 0;
        return _caches.GetOrAdd((serializer, lists.Count == 0 ? "" : WirePath.Format(lists), isExact), _ => new(ClosedTypeComparer.Instance))
            .GetOrAdd(element, e => Walk(type, e, lists, new(serializer) { IsExact = isExact }, cancellation));
    }

    /// <summary>The same of a body of which more is known than its type.</summary>
    public ShapeWalk Of(ITypeSymbol type, bool isExact, Serializer serializer, Fillings fillings, CancellationToken cancellation) => Of(type, isExact, serializer, cancellation) is var known && (fillings.IsEmpty || !fillings.Touches(known)) && (!known.HasMixed || fillings.Mentions.Count == 0)
        ? known
        : Walk(type = project.Unwrapped(type), ListsOf(type, serializer, out var lists), lists, new(serializer) { Fillings = fillings, IsExact = isExact }, cancellation);

    /// <summary>A personal text, or some, that no member names.</summary>
    public ShapeWalk Of(BareValue value, Serializer serializer)
    {
        var walk = new ShapeWalk(serializer);
        shapes.ElementOf(value.Type, out var lists);
        walk.Add(value.Type, value.Member is { } member ? [WireStep.Property(member), .. lists] : lists, value.Classification);
        return walk;
    }

    private ITypeSymbol ListsOf(ITypeSymbol type, Serializer serializer, out IReadOnlyList<WireStep> lists)
    {
        var element = shapes.ElementOf(type, out lists);
        lists = serializer.IsOData && lists.Count > 0 ? [WireStep.Property("value"), .. lists] : lists;
        return element;
    }

    private FilledPaths Filled => _filled ??= new(shapes, classifier, Visit);

    private ShapeWalk Walk(ITypeSymbol type, ITypeSymbol element, IReadOnlyList<WireStep> lists, ShapeWalk walk, CancellationToken cancellation)
    {
        walk.Complete = walk.Serializer.Naming != NamingPolicy.Unknown && !walk.Serializer.IsModified;
        Filled.VisitElements(type, walk, cancellation);
        if (shapes.CanWrite(type, walk.Serializer))
        {
            Visit(element, lists, walk, cancellation);
        }
        else if (lists.Count == 0)
        {
            VisitRunTimeTypes(element, walk, cancellation); // of an interface, say
        }

        return walk;
    }

    private void Visit(ITypeSymbol element, IReadOnlyList<WireStep> lists, ShapeWalk walk, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        if (lists.Count >= TypeShapes.MaxLists)
        {
            walk.Complete = false;
        }
        else if (lists.Count > 0)
        {
            walk.Inside(lists, "", () => VisitElement(element, walk, cancellation));
        }
        else
        {
            VisitElement(element, walk, cancellation);
        }
    }

    private void VisitElement(ITypeSymbol type, ShapeWalk walk, CancellationToken cancellation)
    {
        if (shapes.IsMasked(type, walk.Serializer))
        {
            return;
        }

        if (WireTypes.IsOpaque(type) || shapes.IsConverted(type, walk.Serializer))
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
    /// What may stand in the place of a declared type at run time. Newtonsoft.Json and OData write the run-time type everywhere;
    /// System.Text.Json at the root of a body alone, and only where the type is not sealed and says nothing of polymorphism.
    /// </summary>
    private void VisitRunTimeTypes(ITypeSymbol type, ShapeWalk walk, CancellationToken cancellation)
    {
        if (walk.RunTimeType is not null || (walk.IsExact && walk.IsAtBody) || walk.Serializer.Kind is SerializerKind.Protobuf
            || (walk.Serializer.Kind == SerializerKind.GraphQL ? !type.IsAbstract // a query names the types it wants behind an interface, wherever that stands
                : walk.Serializer is { IsNewtonsoft: false, IsOData: false } && (walk.DepthBelowRoot > 1 || walk.IsInside || (!walk.Serializer.IsXml && shapes.IsPolymorphic(type, walk.Serializer)))))
        {
            return;
        }

        var types = runTimeTypes.Of(type);
        types = walk.Serializer.IsXml ? [.. types.Where(t => shapes.CanWrite(t, walk.Serializer))] : types;
        walk.Complete &= types.Count <= RunTimeTypes.Most;
        foreach (var derived in types.Take(RunTimeTypes.Most))
        {
            walk.RunTimeType = derived.Name;
            VisitElement(derived, walk, cancellation);
            walk.RunTimeType = null;
        }
    }

    private void VisitMembers(ITypeSymbol type, ShapeWalk walk, CancellationToken cancellation)
    {
        var shape = shapes.Of(type, walk.Serializer);
        walk.Complete &= !shape.HasExtensionData;

        // Nearest context last: the properties that lead here, then the type they lead to.
        IReadOnlyList<string>? parents = null;
        var answers = shape.AnswersIn(walk.Context, m => m.IsWalked ? default : Classify(m, parents ??= [.. walk.Context, OwnerNames.Of(type)], shape.Siblings));
        for (var i = 0; i < answers.Length; i++)
        {
            VisitMember(shape.Members[i], answers[i], walk, cancellation);
        }

        // What is sent in its place is one of these, wherever the type stands.
        foreach (var derived in shape.DerivedTypes)
        {
            VisitElement(derived, walk, cancellation);
        }
    }

    private void VisitMember(MemberShape shape, in FieldClassification classification, ShapeWalk walk, CancellationToken cancellation)
    {
        var fillings = walk.Fillings?.Of(shape.Member.Symbol) ?? [];
        if (fillings.Count > 0 && fillings.All(f => f.IsConstant))
        {
            return; // what the code spells out is nobody's
        }

        if (shape.Annotation is null && !shape.IsWalked && WireTypes.IsOpaque(shape.Element) && fillings.SelectMany(f => f.Types).ToList() is { Count: > 0 } types && !(fillings.Any(f => f.Origin is not null) && types.TrueForAll(WireTypes.IsText)))
        {
            Filled.VisitMember(shape, classification, types, walk, cancellation);
            walk.Complete &= fillings.All(f => f.IsComplete && f.Parameters.IsEmpty) && shape.Member.Symbol.ContainingType.IsAnonymousType; // of another type others may be made elsewhere
            return;
        }

        if (walk.Fillings is not null)
        {
            walk.Inside([WireStep.Property(shape.Member.WireName)], shape.Member.Symbol.Name, () => Filled.VisitElements(shape.Member.Type, walk, cancellation));
        }

        if (shape.IsWalked && walk.Serializer is { IsOData: true, Expands: false } && WireTypes.HasKey(shape.Element))
        {
            return; // what lies behind it nobody can ask for
        }

        if (shape.IsWalked)
        {
            walk.Inside([WireStep.Property(shape.Member.WireName)], shape.Member.Symbol.Name, () => Visit(shape.Element, shape.Steps, walk, cancellation));
            return;
        }

        if (classification.IsPersonal)
        {
            walk.Add(shape.Member, shape.Steps, classification);
        }
        else if (shape.Annotation is null && fillings.FirstOrDefault(f => f.Origin is not null)?.Origin is { } origin && !IsThings(classification, origin))
        {
            walk.Add(shape.Member, shape.Steps, origin);
        }
        else if (shape is { Annotation: null, Leaf: { } leaf, IsConverted: false } && Renamed(shape.Member.Symbol, leaf, walk) is { } former && !IsThings(classification, former))
        {
            walk.Add(shape.Member, shape.Steps, former);
        }
        else if (shape.Annotation is null && (shape.IsConverted || shape.Steps.Count >= TypeShapes.MaxLists || WireTypes.IsOpaque(shape.Element)))
        {
            walk.Complete = false;
        }
    }

    /// <summary>Whether what holds a value says that it is a thing's, and nothing says whose the former one was: <c>Scanner.Ip</c> of <c>s.IpAddress</c>.</summary>
    private static bool IsThings(in FieldClassification member, in FieldClassification former) => member.Rule == ClassificationRule.ThingContext && former is { Rule: ClassificationRule.TermInContext, Context: null };

    private FieldClassification? Renamed(ISymbol member, FieldType type, ShapeWalk walk)
    {
        var former = renames.Of(member, type, walk.Fillings?.Mentions, out var isMixed);
        walk.HasMixed |= isMixed;
        return former;
    }

    /// <summary>By the CLR name, and by the wire name where that is another one: the classifier does not care for case.</summary>
    private FieldClassification Classify(MemberShape shape, IReadOnlyList<string> parents, FieldSiblings siblings)
    {
        var (name, type) = (shape.Member.Symbol.Name, shape.Leaf ?? FieldType.Object);
        var byName = classifier.Classify(new(name, null, parents, type, Siblings: siblings, Annotation: shape.Annotation));
        return byName.IsPersonal || string.Equals(name, shape.Member.WireName, StringComparison.OrdinalIgnoreCase)
            ? byName
            : classifier.Classify(new(shape.Member.WireName, null, parents, type, Siblings: siblings, Annotation: shape.Annotation));
    }
}
