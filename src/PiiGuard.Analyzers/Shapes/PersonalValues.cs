using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using PiiGuard.Analyzers.Configuration;
using PiiGuard.Classification;

namespace PiiGuard.Analyzers.Shapes;

/// <summary>Finds the personal values in an expression: what is named by a property, a field, a parameter or a local, also inside of a text that is put together.</summary>
internal sealed class PersonalValues(FieldClassifier classifier, KnownSymbols known)
{
    private readonly ConcurrentDictionary<ISymbol, FieldClassification> _members = new(SymbolEqualityComparer.Default);

    public IEnumerable<(IOperation Value, string Name, FieldClassification Classification)> Of(IOperation? value)
    {
        switch (BodyOperations.Unwrapped(value))
        {
            case IInterpolatedStringOperation text:
                return text.Parts.OfType<IInterpolationOperation>().SelectMany(p => Of(p.Expression));
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.Add } sum:
                return Of(sum.LeftOperand).Concat(Of(sum.RightOperand));
            case ICoalesceOperation coalesce:
                return Of(coalesce.Value).Concat(Of(coalesce.WhenNull));
            case IConditionalOperation conditional:
                return Of(conditional.WhenTrue).Concat(Of(conditional.WhenFalse));
            case IArrayCreationOperation { Initializer: { } initializer }:
                return initializer.ElementValues.SelectMany(Of);
            case IConditionalAccessOperation access:
                return Of(access.WhenNotNull);
            case IInvocationOperation { TargetMethod: { Name: "ToString", Parameters.IsEmpty: true }, Instance: { } instance }:
                return Of(instance);
            case IInvocationOperation { TargetMethod: { Name: "EscapeDataString" or "UrlEncode" or "HtmlEncode" or "Encode" } } encoding:
                return encoding.Arguments.SelectMany(a => Of(a.Value)); // the same in other letters
            case IObjectCreationOperation { Initializer: { } members } when known.IsDictionary(members.Type):
                return members.Initializers.SelectMany(i => i is ISimpleAssignmentOperation { Value: var member } ? Of(member) : i is IInvocationOperation add ? add.Arguments.SelectMany(a => Of(a.Value)) : []);
            case IInvocationOperation { TargetMethod: { Name: "Format" or "Concat" or "Join", ContainingType.SpecialType: SpecialType.System_String } } format:
                return format.Arguments.SelectMany(a => Of(a.Value));
            case IPropertyReferenceOperation { Property.IsIndexer: false } property:
                return Classified(property, property.Property, property.Type);
            case IFieldReferenceOperation field:
                return Classified(field, field.Field, field.Type);
            case IParameterReferenceOperation parameter:
                return Classified(parameter, parameter.Parameter, parameter.Type);
            case ILocalReferenceOperation local when LocalWrites.ValuesOf(local) is { Count: > 0 } values && values.All(v => BodyOperations.Unwrapped(v) is IInvocationOperation { TargetMethod.Name: not ("ToString" or "Format" or "Concat" or "Join") }):
                return []; // a mask that is kept
            case ILocalReferenceOperation local:
                return Classified(local, local.Local, local.Type);
            default:
                return []; // the result of a method may be a mask, a hash, a count
        }
    }

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
