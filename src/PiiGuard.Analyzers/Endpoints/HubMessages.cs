using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using PiiGuard.Analyzers.Configuration;
using PiiGuard.Analyzers.Shapes;

namespace PiiGuard.Analyzers.Endpoints;

/// <summary>Finds what SignalR sends to its clients: <c>Clients.All.SendAsync("changed", x)</c> and the calls of typed hubs.</summary>
internal sealed class HubMessages(KnownFrameworks known)
{
    /// <summary>The message as an endpoint, and what is sent with it; null when the call sends none.</summary>
    public (Endpoint Endpoint, IReadOnlyList<IOperation> Values)? Of(IInvocationOperation call, ISymbol containing)
    {
        var method = call.TargetMethod;
        string name;
        List<IOperation> values;
        if (method.ContainingType.IsSame(known.ClientProxyExtensions) || method is { Name: "SendCoreAsync", ContainingType.Name: "IClientProxy" })
        {
            name = call.Arguments.FirstOrDefault(a => a.Parameter?.Name == "method")?.Value.ConstantValue is { HasValue: true, Value: string constant } ? constant : "?";
            values = [.. call.Arguments.Where(a => a.Parameter?.Name.StartsWith("arg", StringComparison.Ordinal) == true).SelectMany(a => ElementsOf(a.Value))];
        }
        else if (IsOfClients(call.Instance))
        {
            name = method.Name;
            values = [.. call.Arguments.Select(a => a.Value)];
        }
        else
        {
            return null;
        }

        var location = call.Syntax is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax member } ? member.Name.GetLocation() : call.Syntax.GetLocation();
        return (new((containing.ContainingType?.Name ?? containing.Name) + "." + name, location, EndpointKind.Hub), values);
    }

    /// <summary>Whether a value stands for clients of a typed hub: <c>Clients.All</c>, <c>Clients.Group(name)</c>.</summary>
    private bool IsOfClients(IOperation? instance)
    {
        if (instance is ILocalReferenceOperation local)
        {
            return local.Type?.TypeKind == TypeKind.Interface // what a typed hub sends by; of any other local the whole body would be searched
                && LocalWrites.ValuesOf(local)?.Any(v => v is not ILocalReferenceOperation && IsOfClients(v)) == true;
        }

        var member = instance switch
        {
            IPropertyReferenceOperation property => property.Property.ContainingType,
            IInvocationOperation call => call.TargetMethod.ContainingType,
            _ => null,
        };
        return member is not null && (member.IsSame(known.HubClientsOfT) || member.IsSame(known.HubCallerClientsOfT));
    }

    private static IEnumerable<IOperation> ElementsOf(IOperation value)
    {
        while (value is IConversionOperation conversion)
        {
            value = conversion.Operand;
        }

        return value switch
        {
            IArrayCreationOperation { Initializer: { } initializer } => initializer.ElementValues,
            ICollectionExpressionOperation collection => collection.Elements,
            _ => [value],
        };
    }
}
