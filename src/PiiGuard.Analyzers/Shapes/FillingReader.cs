using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using PiiGuard.Analyzers.Configuration;
using PiiGuard.Classification;

namespace PiiGuard.Analyzers.Shapes;

/// <summary>
/// Finds what a body puts into the objects that it makes, wherever in it that happens: in an initializer, by a constructor, in the lambda of a projection, by an assignment later on.
/// </summary>
internal sealed class FillingReader(ValueReader reader, PersonalValues values)
{
    /// <param name="body">A body.</param>
    /// <param name="operations">All its operations.</param>
    /// <param name="sent">The values that it sends.</param>
    public Filled Of(IOperation body, IReadOnlyCollection<IOperation> operations, IEnumerable<IOperation> sent)
    {
        var candidates = operations.Where(o => o is ISimpleAssignmentOperation { Target: IMemberReferenceOperation or IDynamicMemberReferenceOperation } or IArrayCreationOperation { IsImplicit: false } or ICollectionExpressionOperation
            or IInvocationOperation { TargetMethod.Name: "Add" or "TryAdd" } or IObjectCreationOperation { Arguments.Length: > 0 }).ToList();
        candidates.AddRange(operations.Where(o => SqlOf(o) is not null));
        if (candidates.Count == 0)
        {
            return new([], []); // most handlers make nothing themselves
        }

        var parts = SentParts.Of(sent, operations);
        var fillings = new Filled([], []);
        foreach (var operation in candidates.Where(parts.Contains))
        {
            if (SqlOf(operation) is { } sql)
            {
                AddColumns(sql, operation, operations, fillings);
            }

            switch (operation)
            {
                case ISimpleAssignmentOperation { Target: IMemberReferenceOperation { Member: IPropertySymbol { IsIndexer: false } or IFieldSymbol } target } assignment:
                    Add(target.Member, target.Type, assignment.Value, assignment.Parent is IAnonymousObjectCreationOperation made && IsSentAsItIs(made, body), fillings);
                    break;
                case ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Property.IsIndexer: true, Instance: { } holder, Arguments: { Length: 1 } keys } } assignment when keys[0].Value.ConstantValue.Value is string name:
                    AddElement(holder, name, assignment.Value, fillings);
                    break;
                case ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Property.IsIndexer: true, Instance: { Type: { } map } holder, Arguments: { Length: 1 } place } } assignment when values.IsDictionary(map) && !place[0].Value.ConstantValue.HasValue:
                    AddElement(holder, null, assignment.Value, fillings);
                    break;
                case IInvocationOperation { TargetMethod.Name: "Add" or "TryAdd", Instance: { Type: { } map } holder, Arguments: { Length: 2 } added } when values.IsDictionary(map) && added[0].Value.ConstantValue.Value is not string:
                    AddElement(holder, null, added[1].Value, fillings);
                    break;
                case ISimpleAssignmentOperation { Target: IDynamicMemberReferenceOperation { Instance: { } holder, MemberName: var name } } assignment:
                    AddElement(holder, name, assignment.Value, fillings);
                    break;
                case IInvocationOperation { TargetMethod.Name: "Add", Instance: IPropertyReferenceOperation { Property.Name: "Columns", Instance.Type: { } table }, Arguments: { Length: > 0 } column } when column[0].Value.ConstantValue.Value is string name:
                    AddColumn(table, name, name, null, fillings);
                    break;
                case IInvocationOperation { TargetMethod.Name: "Add" or "TryAdd", Instance: { } holder, Arguments: { Length: 2 } added } when added[0].Value.ConstantValue.Value is string name:
                    AddElement(holder, name, added[1].Value, fillings);
                    break;
                case IInvocationOperation { TargetMethod.Name: "Add", Instance: { Type: { } list } holder, Arguments: { Length: 1 } added } when HoldsAnything(list):
                    AddElement(holder, null, added[0].Value, fillings);
                    break;
                case IArrayCreationOperation { IsImplicit: false, Type: IArrayTypeSymbol list, Initializer: { } elements } creation when HoldsAnything(list):
                    elements.ElementValues.ToList().ForEach(e => AddElement(creation, null, e, fillings));
                    break;
                case ICollectionExpressionOperation { Type: { } list } creation when HoldsAnything(list):
                    creation.Elements.Where(e => e is not ISpreadOperation).ToList().ForEach(e => AddElement(creation, null, e, fillings));
                    break;
                case IObjectCreationOperation { Type: { Name: "JProperty" } property, Arguments: { Length: 2 } named } when named[0].Value.ConstantValue.Value is string name
                    && property.ContainingNamespace.GetTypeMembers("JObject").FirstOrDefault() is { } json:
                    AddElement(json, name, named[1].Value, fillings);
                    break;
                case IObjectCreationOperation { Type: { Name: "JArray" or "JsonArray" } json, Arguments: { Length: > 0 } added }:
                    added.Select(a => BodyOperations.Unwrapped(a.Value)).SelectMany(v => v is IArrayCreationOperation { Initializer: { } elements } ? elements.ElementValues : v is ICollectionExpressionOperation items ? items.Elements : [v!])
                        .ToList().ForEach(e => AddElement(json, null, e, fillings));
                    break;
                case IObjectCreationOperation { Arguments.Length: > 0, Type: INamedTypeSymbol { Locations.Length: > 0 } type } creation when type.Locations[0].IsInSource:
                    foreach (var argument in creation.Arguments)
                    {
                        if (argument is { ArgumentKind: ArgumentKind.Explicit, Parameter: { } parameter } && MemberOf(type, parameter, creation) is { } member)
                        {
                            Add(member, parameter.Type, argument.Value, isSpelledOut: false, fillings);
                        }
                    }

                    break;
            }
        }

        return fillings;
    }

    /// <summary>The text of a query that a call or a constructor is handed.</summary>
    private static string? SqlOf(IOperation operation) => (operation switch
    {
        IInvocationOperation call => call.Arguments,
        IObjectCreationOperation creation => creation.Arguments,
        _ => default,
    }) is { IsDefaultOrEmpty: false } arguments ? arguments.Select(a => TextOf(a.Value)).FirstOrDefault(t => t?.IndexOf("select", StringComparison.OrdinalIgnoreCase) is >= 0 and < 200) : null;

    private static string? TextOf(IOperation value, int depth = 0) => value switch
    {
        _ when depth > 8 => null,
        IConversionOperation conversion => TextOf(conversion.Operand, depth + 1),
        IInterpolatedStringOperation text => string.Concat(text.Parts.Select(p => (p as IInterpolatedStringTextOperation)?.Text.ConstantValue.Value as string ?? "?")),
        ILocalReferenceOperation local => LocalWrites.ValuesOf(local) is { Count: 1 } only ? TextOf(only[0], depth + 1) : null,
        _ => value.ConstantValue.Value as string,
    };

    /// <summary>Rows without a type have the columns that the query names.</summary>
    private void AddColumns(string sql, IOperation call, IEnumerable<IOperation> operations, Filled fillings)
    {
        var rows = call is IInvocationOperation { Type: { } type } ? ElementOf(type) : null;
        var all = operations as IReadOnlyCollection<IOperation> ?? [.. operations];
        var holders = rows is not null && WireTypes.IsUntyped(rows) ? [rows] : all.OfType<ILocalReferenceOperation>().Select(l => l.Type).Where(t => t?.Name == "DataTable").Take(1).OfType<ITypeSymbol>();
        holders = holders.Concat(all.OfType<IObjectCreationOperation>().Select(c => c.Type).Where(t => t is { Name: "Dictionary" } && HoldsAnything(t)).Take(1).OfType<ITypeSymbol>()); // into which rows are copied
        foreach (var holder in holders)
        {
            foreach (var (name, source) in SqlColumns.Of(sql, out var table))
            {
                AddColumn(holder, name, source, table, fillings);
            }
        }

        // "u.FullName as Rep"
        foreach (var (name, source) in rows is INamedTypeSymbol { Locations.Length: > 0 } made && made.Locations[0].IsInSource ? SqlColumns.Of(sql, out var from).Where(SqlColumns.IsRenamed) : [])
        {
            if (rows!.GetMembers().FirstOrDefault(m => m is IPropertySymbol && string.Equals(m.Name, name.Replace("_", ""), StringComparison.OrdinalIgnoreCase)) is { } member && values.OfColumn(source, table: null) is { } origin)
            {
                fillings.All.Add(new(member) { Origin = origin });
            }
        }
    }

    private static ITypeSymbol ElementOf(ITypeSymbol type) => type is INamedTypeSymbol { TypeArguments: { Length: 1 } of } ? ElementOf(of[0]) : type;

    private void AddColumn(ITypeSymbol holder, string name, string source, string? table, Filled fillings) => fillings.All.Add(new(holder) { Key = name, Origin = values.OfColumn(name, table) ?? values.OfColumn(source, table) });

    /// <summary>The property that a constructor fills: of the same name; else the only one that holds anything, where only one parameter does.</summary>
    private static IPropertySymbol? MemberOf(INamedTypeSymbol type, IParameterSymbol parameter, IObjectCreationOperation creation)
    {
        var properties = type.SelfAndBases().SelectMany(t => t.GetMembers().OfType<IPropertySymbol>()).Where(p => p is { IsStatic: false, IsIndexer: false }).ToList();
        return (type.IsRecord || HoldsAnything(parameter.Type) // of another class's text it could be a hash
                ? properties.FirstOrDefault(p => string.Equals(p.Name, parameter.Name, StringComparison.OrdinalIgnoreCase))
                : null)
            ?? (HoldsAnything(parameter.Type) && creation.Arguments.Count(a => a.Parameter is { } p && HoldsAnything(p.Type)) == 1 && properties.Where(p => HoldsAnything(p.Type)).ToList() is { Count: 1 } only ? only[0] : null);
    }

    private void Add(ISymbol member, ITypeSymbol? type, IOperation value, bool isSpelledOut, Filled fillings)
    {
        if (type is null || member.IsStatic)
        {
            return;
        }

        if (HoldsAnything(type))
        {
            fillings.All.Add(Read(member, value, fillings));
        }
        else if (LeafTypes.Of(WireTypes.Unwrap(type)) != FieldType.Unknown || type is IArrayTypeSymbol || WireTypes.IsText(type))
        {
            var isConstant = IsConstant(value);
            if (PersonalValues.IsGroupKey(value) && OriginOf(value) is { Category: PiiCategory.Demographic or PiiCategory.Health or PiiCategory.PostalAddress or PiiCategory.Location or PiiCategory.Usage })
            {
                fillings.All.Add(new(member) { IsConstant = true }); // of how many that is true, and of none of them
                return;
            }

            var isAnonymous = member.ContainingType.IsAnonymousType;
            var isSameName = !isAnonymous && value is IPropertyReferenceOperation { Property: { Name: var from, ContainingType.Name: not "IGrouping" } } && from == member.Name; // "Email = customer.Email": the name is judged anyway
            List<(IOperation Value, string Name, FieldClassification Classification)> told = isConstant || isSameName ? [] : [.. values.OfBare(value)];
            if (told.Count > 0 || isAnonymous)
            {
                fillings.All.Add(new(member)
                {
                    IsConstant = isConstant && isSpelledOut,
                    Origin = told.Count > 0 ? told[0].Classification : null,
                    IsEcho = isSpelledOut && told.Count > 0 && told.TrueForAll(v => Refusals.Echoes(v.Value)),
                });
            }
        }
    }

    /// <summary>What is put into a list of anything, or under a key of a dictionary.</summary>
    private void AddElement(IOperation holder, string? key, IOperation value, Filled fillings)
    {
        // A local may be declared as less than what it is.
        var kept = holder is ILocalReferenceOperation local ? LocalWrites.ValuesOf(local)?.Select(v => BodyOperations.Unwrapped(v)?.Type).OfType<ITypeSymbol>() ?? [] : [];
        foreach (var type in kept.Append(holder.Type!).Distinct<ITypeSymbol>(SymbolEqualityComparer.Default))
        {
            AddElement(type, key, value, fillings);
        }
    }

    private void AddElement(ITypeSymbol holder, string? key, IOperation value, Filled fillings)
    {
        if (!IsConstant(value))
        {
            fillings.All.Add(Read(holder, value, fillings) with { Key = key, Origin = LeafTypes.Of(WireTypes.Unwrap(BodyOperations.Unwrapped(value)?.Type ?? holder)) == FieldType.Unknown ? null : OriginOf(value) });
        }
    }

    private Filling Read(ISymbol member, IOperation value, Filled fillings)
    {
        var types = new BodyTypes();
        var bodies = types.ToBodies(reader.Read(value, types));
        fillings.Calls.AddRange(bodies.Calls);
        return new(member)
        {
            Types = [.. bodies.Types, .. bodies.ResultTypes],
            Parameters = [.. bodies.Parameters.Select(p => p.Ordinal)],
            IsComplete = bodies is { Complete: true, Calls.Count: 0, Texts.Count: 0 },
        };
    }

    private FieldClassification? OriginOf(IOperation value) => values.OfBare(value).Select(v => (FieldClassification?)v.Classification).FirstOrDefault();

    /// <summary>Whether the very object is sent, and does not only show what another one is like: <c>Parse(json, new { email = "" })</c>.</summary>
    private static bool IsSentAsItIs(IOperation creation, IOperation body)
    {
        for (var at = creation; ;)
        {
            switch (at.Parent)
            {
                case IArgumentOperation { Parameter: { } parameter, Parent: IInvocationOperation call }:
                    return call.TargetMethod.ContainingNamespace.IsAspNetCore() || !WireTypes.Holds(parameter.OriginalDefinition.Type, t => t is ITypeParameterSymbol);
                case IReturnOperation answer:
                    return BodyOperations.IsOwn(answer, body);
                case IConversionOperation or ISimpleAssignmentOperation { Parent: IAnonymousObjectCreationOperation or IObjectOrCollectionInitializerOperation } or IAnonymousObjectCreationOperation or IObjectOrCollectionInitializerOperation
                    or IObjectCreationOperation or IArrayInitializerOperation or IArrayCreationOperation or ICollectionExpressionOperation or IConditionalOperation or ICoalesceOperation or ISwitchExpressionArmOperation or ISwitchExpressionOperation:
                    at = at.Parent;
                    break;
                default:
                    return false;
            }
        }
    }

    /// <summary>Whether only the value tells what stands in a member, or in the list or the type arguments that it has.</summary>
    private static bool HoldsAnything(ITypeSymbol type) => WireTypes.Holds(type, WireTypes.IsUntyped);

    private static bool IsConstant(IOperation value) => value.ConstantValue.HasValue
        || (value is IConversionOperation conversion && IsConstant(conversion.Operand))
        || (value is IArrayCreationOperation { Initializer: { } elements } && elements.ElementValues.All(IsConstant))
        || (value is ICollectionExpressionOperation list && list.Elements.All(IsConstant))
        || (value is IConditionalOperation { WhenFalse: { } otherwise } either && IsConstant(either.WhenTrue) && IsConstant(otherwise))
        || (value is ISwitchExpressionOperation choice && choice.Arms.All(a => IsConstant(a.Value)))
        || (value is ICoalesceOperation or && IsConstant(or.Value) && IsConstant(or.WhenNull));
}

/// <summary>What a body puts into the objects that it makes.</summary>
/// <param name="All">That.</param>
/// <param name="Calls">The methods that made some of it, and know more.</param>
internal sealed record Filled(List<Filling> All, List<BodyCall> Calls);
