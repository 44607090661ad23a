using Microsoft.CodeAnalysis;
using PiiGuard.Classification;
using PiiGuard.Contracts;

namespace PiiGuard.Analyzers.Shapes;

/// <summary>Walks what the code of a response put into members, lists and dictionaries whose types do not tell.</summary>
/// <param name="shapes">The shapes of types.</param>
/// <param name="classifier">Judges keys.</param>
/// <param name="visit">Walks an object, and the lists around it.</param>
internal sealed class FilledPaths(TypeShapes shapes, FieldClassifier classifier, Action<ITypeSymbol, IReadOnlyList<WireStep>, ShapeWalk, CancellationToken> visit)
{
    /// <summary>A member whose own type does not tell, but the code that made it does.</summary>
    public void VisitMember(MemberShape shape, in FieldClassification classification, IEnumerable<ITypeSymbol> types, ShapeWalk walk, CancellationToken cancellation)
    {
        foreach (var type in types)
        {
            var element = shapes.ElementOf(type, out var lists);
            var before = walk.Found.Count;
            walk.Inside([WireStep.Property(shape.Member.WireName)], shape.Member.Symbol.Name, () => walk.AsRoot(() =>
            {
                VisitElements(type, walk, cancellation);
                visit(element, lists, walk, cancellation);
            }));

            // An interface of the framework's, a list of anything: what it is only its value tells.
            walk.Complete &= WireTypes.IsObject(element) || LeafTypes.Of(WireTypes.Unwrap(element)) != FieldType.Unknown;
            if (classification.IsPersonal && walk.Found.Count == before)
            {
                walk.Add(shape.Member, lists, classification);
            }
        }
    }

    /// <summary>What the code put into a list of anything, or under the keys of a dictionary.</summary>
    public void VisitElements(ITypeSymbol holder, ShapeWalk walk, CancellationToken cancellation)
    {
        if (walk.Fillings is not { HoldElements: true } all || WireTypes.IsObject(shapes.ElementOf(holder, out _)))
        {
            return; // what it holds its type tells
        }

        if (walk.Visits >= PersonalPaths.MaxVisits || !walk.Open(holder))
        {
            walk.Complete = false;
            return;
        }

        if (shapes.ItemOf(holder) is { } item)
        {
            walk.Inside([item.Step], "", () => VisitElements(item.Type, walk, cancellation));
        }

        foreach (var filling in all.Of(holder))
        {
            var step = filling.Key is { } key ? WireStep.Property(key) : WireStep.Items;
            foreach (var type in filling.Types)
            {
                var element = shapes.ElementOf(type, out var lists);
                if (WireTypes.IsObject(element) && walk.Depth < PersonalPaths.MaxDepth)
                {
                    walk.Inside([step], filling.Key ?? "", () => visit(element, lists, walk, cancellation));
                }
                else if (WireTypes.IsOpaque(element) && LeafTypes.Of(WireTypes.Unwrap(type)) == FieldType.Unknown)
                {
                    walk.Inside([step], filling.Key ?? "", () => VisitElements(type, walk, cancellation));
                }
                else if (filling is { Key: null, Origin: { } origin } && shapes.ItemOf(holder) is { } valueOf)
                {
                    walk.Add(holder, [valueOf.Step], origin);
                }
                else if (filling.Key is not null && (lists.Count == 0 || filling.Origin is not null))
                {
                    AddValue(holder, filling, LeafTypes.Of(WireTypes.Unwrap(element)), lists, walk);
                }
            }

            if (filling is { Types.IsEmpty: true, Key: not null })
            {
                AddValue(holder, filling, FieldType.Unknown, [], walk); // a column of a row that was read
            }
        }

        walk.Close();
    }

    private void AddValue(ITypeSymbol holder, Filling filling, FieldType type, IReadOnlyList<WireStep> lists, ShapeWalk walk)
    {
        if ((classifier.Classify(new(filling.Key!, null, walk.Context, type)) is { IsPersonal: true } byName ? byName : filling.Origin) is { } found)
        {
            walk.Add(filling.Key!, holder, lists, found);
        }
    }
}
