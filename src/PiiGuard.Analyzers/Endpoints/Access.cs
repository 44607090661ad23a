using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using PiiGuard.Analyzers.Configuration;
using PiiGuard.Analyzers.Shapes;

namespace PiiGuard.Analyzers.Endpoints;

/// <summary>Whether the code says that anyone may call an endpoint. <c>[AllowAnonymous]</c> anywhere on it wins over everything else.</summary>
internal static class Access
{
    /// <summary>By an attribute of a handler, of what it overrides, of its type or a base type.</summary>
    public static bool IsAnonymous(KnownSymbols known, ISymbol? handler, INamedTypeSymbol? type = null)
    {
        for (var method = handler as IMethodSymbol; method is not null; method = method.OverriddenMethod)
        {
            if (method.Attribute(known.Access.AllowAnonymous) is not null)
            {
                return true;
            }
        }

        return type?.SelfAndBases().Any(t => t.Attribute(known.Access.AllowAnonymous) is not null) == true;
    }

    /// <summary>By a call on what a <c>Map…</c> call gives back, or on a group that it belongs to.</summary>
    public static bool IsAnonymous(IInvocationOperation map) => AnyCall(map, IsAllow);

    /// <summary>Whether more is asked for than a log-in: a policy, roles, a filter of the project's own. By the attributes of a handler, of what it overrides, of its type or a base type.</summary>
    public static bool HasPolicy(KnownSymbols known, ISymbol? handler, INamedTypeSymbol? type = null)
    {
        for (var method = handler as IMethodSymbol; method is not null; method = method.OverriddenMethod)
        {
            if (method.GetAttributes().Any(a => IsPolicy(known, a)))
            {
                return true;
            }
        }

        return type?.SelfAndBases().Any(t => t.GetAttributes().Any(a => IsPolicy(known, a))) == true;
    }

    /// <summary>The same, by a call on what a <c>Map…</c> call gives back, or on a group that it belongs to.</summary>
    public static bool HasPolicy(IInvocationOperation map) => AnyCall(map, IsPolicy);

    private static bool IsPolicy(KnownSymbols known, AttributeData attribute) => attribute.AttributeClass is { } type
        && (type.Is(known.Access.AuthorizationFilter) || type.Is(known.Access.AsyncAuthorizationFilter) || type.Is(known.Access.AuthorizationRequirementData)
            || type.Name is "TypeFilterAttribute" or "ServiceFilterAttribute" // whose filter may ask
            || (known.IsOurs(type) && (type.Is(known.Access.ActionFilter) || type.Is(known.Access.AsyncActionFilter)))
            || (type.Is(known.Access.AuthorizeData) && (!type.IsSame(known.Access.Authorize) || attribute.ConstructorArguments.Length > 0 || attribute.NamedArguments.Any(a => a.Key is "Policy" or "Roles"))));

    /// <summary><c>RequireAuthorization("policy")</c>, or a filter of the endpoint's own.</summary>
    private static bool IsPolicy(IInvocationOperation call) => call.TargetMethod.Name switch
    {
        "RequireAuthorization" => call.Arguments.Skip(1).Any(a => !IsEmptyArray(a)), // the first is what it is called on
        "AddEndpointFilter" or "AddEndpointFilterFactory" => true,
        _ => false,
    };

    private static bool IsEmptyArray(IArgumentOperation argument) => argument.Value is IArrayCreationOperation { Initializer: null or { ElementValues.IsEmpty: true } };

    public static bool AnyCall(IInvocationOperation map, Func<IInvocationOperation, bool> predicate)
    {
        if (BuilderCalls.On(map).Any(predicate))
        {
            return true;
        }

        var builder = BuilderCalls.Receiver(map);
        for (var depth = 0; builder is not null && depth < 16; depth++)
        {
            switch (builder)
            {
                case IConversionOperation conversion:
                    builder = conversion.Operand;
                    break;
                case IInvocationOperation call when predicate(call):
                    return true;
                case IInvocationOperation call:
                    builder = BuilderCalls.Receiver(call);
                    break;
                case ILocalReferenceOperation local:
                    if (BuilderCalls.On(local, local.Local).Any(predicate))
                    {
                        return true;
                    }

                    builder = LocalWrites.ValuesOf(local) is { Count: 1 } values ? values[0] : null;
                    break;
                case IParameterReferenceOperation parameter:
                    return BuilderCalls.On(parameter, parameter.Parameter).Any(predicate);
                default:
                    return false;
            }
        }

        return false;
    }

    private static bool IsAllow(IInvocationOperation call) => call.TargetMethod is { Name: "AllowAnonymous", ContainingType.Name: "AuthorizationEndpointConventionBuilderExtensions" }
        || (call.TargetMethod.Name == "WithMetadata" && call.Descendants().Any(o => o is IObjectCreationOperation { Type.Name: "AllowAnonymousAttribute" }));
}
