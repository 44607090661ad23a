using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using PiiGuard.Analyzers.Configuration;

namespace PiiGuard.Analyzers.Shapes;

/// <summary>
/// Finds what a body puts into the objects that it makes, wherever in it that happens: in an initializer, by a constructor, in the lambda of a projection, by an assignment later on.
/// </summary>
internal sealed class FillingReader(ValueReader reader, PersonalValues values)
{
    /// <param name="operations">All operations of a body.</param>
    public IReadOnlyCollection<Filling> Of(IEnumerable<IOperation> operations)
    {
        List<Filling> fillings = [];
        foreach (var operation in operations)
        {
            switch (operation)
            {
                case ISimpleAssignmentOperation { Target: IMemberReferenceOperation { Member: IPropertySymbol { IsIndexer: false } or IFieldSymbol } target } assignment:
                    Add(target.Member, target.Type, assignment.Value, fillings);
                    break;
                case ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Property.IsIndexer: true, Instance: { } holder, Arguments: { Length: 1 } keys } } assignment when keys[0].Value.ConstantValue.Value is string name:
                    AddElement(holder, name, assignment.Value, fillings);
                    break;
                case IInvocationOperation { TargetMethod.Name: "Add" or "TryAdd", Instance: { } holder, Arguments: { Length: 2 } added } when added[0].Value.ConstantValue.Value is string name:
                    AddElement(holder, name, added[1].Value, fillings);
                    break;
                case IInvocationOperation { TargetMethod.Name: "Add", Instance: { Type: { } list } holder, Arguments: { Length: 1 } added } when HoldsAnything(list):
                    AddElement(holder, null, added[0].Value, fillings);
                    break;
                case IArrayCreationOperation { Type: IArrayTypeSymbol list, Initializer: { } elements } creation when HoldsAnything(list):
                    elements.ElementValues.ToList().ForEach(e => AddElement(creation, null, e, fillings));
                    break;
                case ICollectionExpressionOperation { Type: { } list } creation when HoldsAnything(list):
                    creation.Elements.Where(e => e is not ISpreadOperation).ToList().ForEach(e => AddElement(creation, null, e, fillings));
                    break;
                case IObjectCreationOperation { Arguments.Length: > 0, Type: INamedTypeSymbol { Locations.Length: > 0 } type } creation when type.Locations[0].IsInSource:
                    foreach (var argument in creation.Arguments)
                    {
                        if (argument is { ArgumentKind: ArgumentKind.Explicit, Parameter: { } parameter } && MemberOf(type, parameter, creation) is { } member)
                        {
                            Add(member, parameter.Type, argument.Value, fillings);
                        }
                    }

                    break;
            }
        }

        return fillings;
    }

    /// <summary>The property that a constructor fills: of the same name; else the only one that holds anything, where only one parameter does.</summary>
    private static IPropertySymbol? MemberOf(INamedTypeSymbol type, IParameterSymbol parameter, IObjectCreationOperation creation)
    {
        var properties = type.SelfAndBases().SelectMany(t => t.GetMembers().OfType<IPropertySymbol>()).Where(p => p is { IsStatic: false, IsIndexer: false }).ToList();
        return properties.FirstOrDefault(p => string.Equals(p.Name, parameter.Name, StringComparison.OrdinalIgnoreCase))
            ?? (HoldsAnything(parameter.Type) && creation.Arguments.Count(a => a.Parameter is { } p && HoldsAnything(p.Type)) == 1 && properties.Where(p => HoldsAnything(p.Type)).ToList() is { Count: 1 } only ? only[0] : null);
    }

    private void Add(ISymbol member, ITypeSymbol? type, IOperation value, List<Filling> fillings)
    {
        if (type is null || member.IsStatic)
        {
            return;
        }

        if (HoldsAnything(type))
        {
            var types = new BodyTypes();
            var complete = reader.Read(value, types);
            var bodies = types.ToBodies(complete);
            fillings.Add(new(member)
            {
                Types = [.. bodies.Types, .. bodies.ResultTypes],
                Parameters = [.. bodies.Parameters.Select(p => p.Ordinal)],
                IsComplete = complete && bodies.Calls.Count == 0,
            });
        }
        else if (LeafTypes.Of(WireTypes.Unwrap(type)) != Classification.FieldType.Unknown || type is IArrayTypeSymbol)
        {
            var isConstant = IsConstant(value);
            var isAnonymous = member.ContainingType.IsAnonymousType;
            var origin = isConstant || (!isAnonymous && value is IPropertyReferenceOperation { Property.Name: var from } && from == member.Name) // "Email = customer.Email": the name is judged anyway
                ? default
                : values.Of(value).Select(v => v.Classification).FirstOrDefault();
            if (origin.IsPersonal || isAnonymous)
            {
                fillings.Add(new(member) { IsConstant = isConstant, Origin = origin.IsPersonal ? origin : null });
            }
        }
    }

    /// <summary>What is put into a list of anything, or under a key of a dictionary.</summary>
    private void AddElement(IOperation holder, string? key, IOperation value, List<Filling> fillings)
    {
        if (IsConstant(value))
        {
            return;
        }

        var types = new BodyTypes();
        var complete = reader.Read(value, types);
        var bodies = types.ToBodies(complete);
        var origin = key is null ? default : values.Of(value).Select(v => v.Classification).FirstOrDefault();
        var filling = new Filling(holder.Type!)
        {
            Key = key,
            Types = [.. bodies.Types, .. bodies.ResultTypes],
            Parameters = [.. bodies.Parameters.Select(p => p.Ordinal)],
            IsComplete = complete && bodies.Calls.Count == 0,
            Origin = origin.IsPersonal ? origin : null,
        };

        // A local may be declared as less than what it is.
        var kept = holder is ILocalReferenceOperation local ? LocalWrites.ValuesOf(local)?.Select(v => BodyOperations.Unwrapped(v)?.Type).OfType<ITypeSymbol>() ?? [] : [];
        fillings.AddRange(kept.Append(holder.Type!).Distinct<ITypeSymbol>(SymbolEqualityComparer.Default).Select(t => filling with { Member = t }));
    }

    /// <summary>Whether only the value tells what stands in a member, or in the list or the type arguments that it has.</summary>
    private static bool HoldsAnything(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol array => HoldsAnything(array.ElementType),
        INamedTypeSymbol { IsGenericType: true, IsAnonymousType: false } named when named.TypeArguments.Any(HoldsAnything) => true,
        _ => WireTypes.IsOpaque(type),
    };

    private static bool IsConstant(IOperation value) => value.ConstantValue.HasValue
        || (value is IConversionOperation conversion && IsConstant(conversion.Operand))
        || (value is IArrayCreationOperation { Initializer: { } elements } && elements.ElementValues.All(IsConstant))
        || (value is ICollectionExpressionOperation list && list.Elements.All(IsConstant));
}
