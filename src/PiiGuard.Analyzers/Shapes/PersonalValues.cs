using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using PiiGuard.Analyzers.Configuration;
using PiiGuard.Classification;

namespace PiiGuard.Analyzers.Shapes;

/// <summary>Finds the personal values in an expression: what is named by a property, a field, a parameter or a local, also inside of a text that is put together.</summary>
internal sealed class PersonalValues(FieldClassifier classifier, KnownSymbols known, MadeTexts texts)
{
    private const int MostNested = 64;

    /// <summary>Calls that leave a text what it is.</summary>
    internal static readonly HashSet<string> SameText = new(StringComparer.Ordinal) { "ToString", "Trim", "TrimStart", "TrimEnd", "ToUpper", "ToLower", "ToUpperInvariant", "ToLowerInvariant" };

    private static readonly string[] Makers = ["Get", "Create", "Generate", "Issue", "Build", "Make"];

    private readonly ConcurrentDictionary<ISymbol, FieldClassification> _members = new(SymbolEqualityComparer.Default);

    public IEnumerable<(IOperation Value, string Name, FieldClassification Classification)> Of(IOperation? value) => Of(value, new(SymbolEqualityComparer.Default));

    /// <summary>The same of a text, or some, that are sent as they are: also by the name of the method that makes them.</summary>
    public IEnumerable<(IOperation Value, string Name, FieldClassification Classification)> OfBare(IOperation value)
    {
        var found = Of(value).ToList();
        return found.Count > 0 ? found : BodyOperations.Unwrapped(value) switch
        {
            IInvocationOperation call when call.Arguments.Select(a => BodyOperations.Unwrapped(a.Value)).OfType<IObjectCreationOperation>().Select(c => c.Type).FirstOrDefault(t => t is not null && known.IsOurs(t)) is { } request && texts.OfHandler(request) is { } handled => [(call, request.Name, handled)], // sender.Send(new GetLetter(id))
            IInvocationOperation call when call.TargetMethod.ContainingNamespace is not { Name: "System", ContainingNamespace.IsGlobalNamespace: true } && MadeBy(call.TargetMethod.Name) is { } name => Named(call, name), // not Enum.GetNames
            _ => [],
        };
    }

    /// <summary>What is personal in the documents that methods of the project write, of those that are called here or handle what is sent to them.</summary>
    public IEnumerable<FieldClassification> OfDocuments(IEnumerable<IOperation> operations) => operations.OfType<IInvocationOperation>()
        .SelectMany(c => c.Arguments.Select(a => BodyOperations.Unwrapped(a.Value)).OfType<IObjectCreationOperation>().Select(o => (ISymbol?)o.Type).Append(c.TargetMethod))
        .Where(s => s is not null && known.IsOurs(s)).Select(s => texts.OfDocument(s!)).OfType<FieldClassification>();

    /// <summary>What a card of somebody holds, if one is sent.</summary>
    public FieldClassification? OfCards(IEnumerable<IOperation> operations) => operations.Any(Exports.SendsCard) ? classifier.Classify(new("FullName", "Person", Type: FieldType.Text)) : null;

    private static bool IsRow(ITypeSymbol type) => type.Name is "DataRow" or "IDataReader" or "IDataRecord" or "DbDataReader" || type.Name.EndsWith("DataReader", StringComparison.Ordinal);

    private static string? ColumnOf(IOperation key) => key is IInvocationOperation { TargetMethod.Name: "GetOrdinal", Arguments: { Length: 1 } of } ? ColumnOf(of[0].Value) : key.ConstantValue.Value as string;

    public bool IsDictionary(ITypeSymbol type) => known.IsDictionary(type);

    /// <summary>Whether a value is the key of a group: <c>users.GroupBy(u => u.Country).Select(g => new { g.Key, Count = g.Count() })</c>.</summary>
    public static bool IsGroupKey(IOperation value) => BodyOperations.Unwrapped(value) is IPropertyReferenceOperation { Property: { Name: "Key", ContainingType.Name: "IGrouping" } };

    /// <summary>A column of rows that have no type, by the table that it is of.</summary>
    public FieldClassification? OfColumn(string name, string? table) => classifier.Classify(new(name, table)) is { IsPersonal: true, IsReduced: false } found ? found : null;

    private static IEnumerable<IOperation> Selectors(IInvocationOperation call) => call.Arguments.Select(a => BodyOperations.Unwrapped(a.Value)).Select(v => (v as IDelegateCreationOperation)?.Target ?? v)
        .OfType<IAnonymousFunctionOperation>().SelectMany(l => BodyOperations.Returned(l.Body));

    /// <summary><c>Token</c> of <c>CreateTokenAsync</c>.</summary>
    private static string? MadeBy(string method) => Makers.Where(m => method.StartsWith(m, StringComparison.Ordinal) && method.Length > m.Length && char.IsUpper(method[m.Length])).Select(m => method.Substring(m.Length)).FirstOrDefault() is { } made
        ? made.EndsWith("Async", StringComparison.Ordinal) ? made.Substring(0, made.Length - "Async".Length) : made
        : null;

    /// <param name="value">The expression.</param>
    /// <param name="locals">Those that were followed already.</param>
    /// <param name="depth">How deep it stands in others.</param>
    private IEnumerable<(IOperation Value, string Name, FieldClassification Classification)> Of(IOperation? value, HashSet<ISymbol> locals, int depth = 0)
    {
        if (++depth > MostNested)
        {
            return [];
        }

        switch (BodyOperations.Unwrapped(value))
        {
            case IInterpolatedStringOperation text:
                return text.Parts.SelectMany(p => p switch
                {
                    IInterpolationOperation part => Of(part.Expression, locals, depth),
                    IInterpolatedStringAppendOperation { AppendCall: IInvocationOperation { Arguments: { Length: > 0 } appended } } => Of(appended[0].Value, locals, depth),
                    _ => [],
                });
            case IInterpolatedStringHandlerCreationOperation handler:
                return Of(handler.Content, locals, depth); // text.AppendLine($"…")
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.Add } sum:
                return Of(sum.LeftOperand, locals, depth).Concat(Of(sum.RightOperand, locals, depth));
            case ICoalesceOperation coalesce:
                return Of(coalesce.Value, locals, depth).Concat(Of(coalesce.WhenNull, locals, depth));
            case IConditionalOperation conditional:
                return Of(conditional.WhenTrue, locals, depth).Concat(Of(conditional.WhenFalse, locals, depth));
            case ICollectionExpressionOperation elements:
                return elements.Elements.SelectMany(e => Of(e, locals, depth)); // the texts that string.Join is handed
            case IArrayCreationOperation { Initializer: { } initializer }:
                return initializer.ElementValues.SelectMany(e => Of(e, locals, depth));
            case IConditionalAccessOperation { Operation: IInvocationOperation found } access when NameOf(found) is { } claim:
                return Named(access, claim);
            case IConditionalAccessOperation access:
                return Of(access.WhenNotNull, locals, depth);
            case ISwitchExpressionOperation choice:
                return choice.Arms.SelectMany(a => Of(a.Value, locals, depth));
            case IInvocationOperation { TargetMethod: { Parameters.IsEmpty: true, Name: var same }, Instance: { } instance } when SameText.Contains(same):
                return Of(instance, locals, depth);
            case IInvocationOperation { TargetMethod: { Name: "EscapeDataString" or "UrlEncode" or "HtmlEncode" or "Encode" or "GetBytes" or "ToArray" or "ToList" or "AsReadOnly" } } encoding when encoding.Arguments.Length > 0 || encoding.Instance is ILocalReferenceOperation:
                return encoding.Arguments.Select(a => a.Value).Append(encoding.Instance).SelectMany(v => Of(v, locals, depth)); // the same in other letters
            case IInvocationOperation { TargetMethod: { Name: "Replace", ContainingType.SpecialType: SpecialType.System_String }, Instance: { } template, Arguments: { Length: > 1 } filled }:
                return Of(template, locals, depth).Concat(Of(filled[1].Value, locals, depth));
            case IObjectCreationOperation { Initializer: { } members } when known.IsDictionary(members.Type):
                return members.Initializers.SelectMany(i => i is ISimpleAssignmentOperation { Value: var member } ? Of(member, locals, depth) : i is IInvocationOperation add ? add.Arguments.SelectMany(a => Of(a.Value, locals, depth)) : []);
            case IInvocationOperation { TargetMethod: { Name: "Format" or "Concat" or "Join" or "Create", ContainingType.SpecialType: SpecialType.System_String } } format:
                return format.Arguments.SelectMany(a => Of(a.Value, locals, depth));
            case IPropertyReferenceOperation { Property.Name: "Value", Instance: IInvocationOperation found } when NameOf(found) is { } claim:
                return Named(found, claim);
            case IInvocationOperation call when NameOf(call) is { } name:
                return Named(call, name);
            case IInvocationOperation { TargetMethod.Name: "ToDictionary" or "ToDictionaryAsync" } keyed:
                return Selectors(keyed).Reverse().Select(s => Of(s, locals, depth).ToList()).FirstOrDefault(s => s.Count > 0) ?? []; // the values, else the keys
            case IPropertyReferenceOperation { Property: { Name: "Key", ContainingType.Name: "IGrouping" } } key when Queries.GroupedBy(key) is { } selected:
                return Of(selected, locals, depth);
            case IInvocationOperation { TargetMethod.ContainingNamespace.Name: "Linq" or "EntityFrameworkCore" } query when WireTypes.IsText(query.Type) && Queries.Selected(query, by: "Select").ToList() is { Count: > 0 } selected:
                return selected.Where(s => WireTypes.IsText(s.Type)).SelectMany(s => Of(s, locals, depth));
            case IPropertyReferenceOperation { Property.IsIndexer: true, Instance.Type: { } rows, Arguments: { Length: 1 } key } column when key[0].Value.ConstantValue.Value is string name && IsRow(rows):
                return OfColumn(name, table: null) is { } ofColumn ? [(column, name, ofColumn)] : [];
            case IInvocationOperation { Instance.Type: { } rows, Arguments: { Length: > 0 } key } read when IsRow(rows) && ColumnOf(key[0].Value) is { } name:
                return OfColumn(name, table: null) is { } ofRead ? [(read, name, ofRead)] : [];
            case IInvocationOperation { TargetMethod: { MethodKind: MethodKind.Ordinary or MethodKind.LocalFunction or MethodKind.ReducedExtension } passing } handing when WireTypes.IsText(handing.Type) && known.IsOurs(passing) && texts.PassesOn(passing.Name):
                return handing.Arguments.SelectMany(a => Of(a.Value, locals, depth));
            case IInvocationOperation { TargetMethod: { MethodKind: MethodKind.Ordinary or MethodKind.LocalFunction or MethodKind.ReducedExtension } made } call when WireTypes.IsText(call.Type) && known.IsOurs(made) && texts.Of(made.Name) is { } text:
                return [(call, made.Name, text)];
            case IPropertyReferenceOperation { Property.IsIndexer: false } property:
                return Classified(property, property.Property, property.Type) is var named && !named.Any() && property.Property is { SetMethod: null, ContainingType.IsAnonymousType: false } computed && WireTypes.IsText(computed.Type) && known.IsOurs(computed) && texts.Of(computed.Name) is { } told
                    ? [(property, computed.Name, told)]
                    : named;
            case IFieldReferenceOperation field:
                return Classified(field, field.Field, field.Type);
            case IParameterReferenceOperation parameter:
                return Classified(parameter, parameter.Parameter, parameter.Type);
            case ILocalReferenceOperation local:
                return OfLocal(local, locals, depth);
            default:
                return []; // the result of a method may be a mask, a hash, a count
        }
    }

    /// <summary>By its name, else by what it was given; a mask that is kept is neither.</summary>
    private IEnumerable<(IOperation Value, string Name, FieldClassification Classification)> OfLocal(ILocalReferenceOperation local, HashSet<ISymbol> locals, int depth)
    {
        var values = LocalWrites.ValuesOf(local) ?? [];
        var isMade = values.Count > 0 && values.All(v => BodyOperations.Unwrapped(v) is IInvocationOperation call && call.TargetMethod.Name is not ("Format" or "Concat" or "Join" or "Create") && !SameText.Contains(call.TargetMethod.Name) && NameOf(call) is null);
        var named = isMade ? [] : Classified(local, local.Local, local.Type).ToList();
        return named.Count > 0 || !locals.Add(local.Local) || Classify(local.Local, null, local.Type!).IsReduced ? named : values.Concat(LocalWrites.AddedTo(local)).SelectMany(v => Of(v, locals, depth)).Select(v => ((IOperation)local, v.Name, v.Classification));
    }

    /// <summary>The name of what a call gives that has one: the claim of a user, what Identity's manager of users was asked for.</summary>
    private static string? NameOf(IInvocationOperation call) => call.TargetMethod switch
    {
        { Name: "FindFirst" or "FindFirstValue", ContainingType.Name: "ClaimsPrincipal" or "ClaimsIdentity" or "PrincipalExtensions" } when call.Arguments.Select(a => a.Value.ConstantValue.Value as string).FirstOrDefault(a => a is not null) is { } claim => claim.Substring(claim.LastIndexOf('/') + 1),
        { ContainingType.Name: "UserManager", Name: var name } when WireTypes.IsText(call.Type) => AfterVerb(name, "Generate") ?? AfterVerb(name, "Get"),
        _ => null,
    };

    private static string? AfterVerb(string method, string verb) =>
        method.StartsWith(verb, StringComparison.Ordinal) && method.EndsWith("Async", StringComparison.Ordinal) ? method.Substring(verb.Length, method.Length - verb.Length - "Async".Length) : null;

    private IEnumerable<(IOperation, string, FieldClassification)> Named(IOperation value, string name) =>
        classifier.Classify(new(name, "User", Type: FieldType.Text)) is { IsPersonal: true, IsReduced: false } found ? [(value, name, found)] : [];

    private IEnumerable<(IOperation, string, FieldClassification)> Classified(IOperation value, ISymbol symbol, ITypeSymbol? type)
    {
        if (type is null || WireTypes.IsObject(WireTypes.Unwrap(type)) || symbol is IFieldSymbol { IsConst: true })
        {
            yield break;
        }

        var owner = symbol is IPropertySymbol or IFieldSymbol && !symbol.ContainingType.IsAnonymousType ? symbol.ContainingType : null;
        var answer = owner is null ? Classify(symbol, null, type) : _members.GetOrAdd(symbol, s => Classify(s, owner, type));
        if (answer is { IsPersonal: true, IsReduced: false })
        {
            yield return (value, owner is null ? symbol.Name : $"{owner.Name}.{symbol.Name}", answer);
        }
    }

    private FieldClassification Classify(ISymbol symbol, INamedTypeSymbol? owner, ITypeSymbol type) => classifier.Classify(new(
        symbol.Name, owner?.Name, Type: LeafTypes.Of(WireTypes.Unwrap(type)), Annotation: symbol is ILocalSymbol ? null : Annotations.Of(symbol, known),
        Siblings: owner is null ? null : [.. owner.GetMembers().OfType<IPropertySymbol>().Select(p => p.Name)]));
}
