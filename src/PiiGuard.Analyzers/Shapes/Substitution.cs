using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using PiiGuard.Analyzers.Configuration;
using PiiGuard.Classification;

namespace PiiGuard.Analyzers.Shapes;

/// <summary>Reads the bodies of a method for one call of it: type parameters and passed values become what the call says they are.</summary>
internal sealed class Substitution(ReturnTypes returnTypes, KnownSymbols symbols)
{
    public ResponseBodies Apply(BodyCall call, ResponseBodies bodies)
    {
        if (call.WritesOnly)
        {
            // What is written stands with what an IResult writes.
            bodies = bodies with { Types = [], Calls = [.. bodies.Calls.Where(c => c.Way != default)], Parameters = [.. bodies.Parameters.Where(p => p.Way != default)], Declared = null };
        }

        if (call.FillsOnly)
        {
            bodies = new([], bodies.Complete) { Fillings = bodies.Fillings, Bare = bodies.Bare, Mentions = bodies.Mentions, Calls = [.. bodies.Calls.Select(c => c with { FillsOnly = true })] };
        }

        var types = new BodyTypes();
        var complete = bodies.Complete;
        types.Through(call.Way, () =>
        {
            types.Add(new ResponseBodies([.. bodies.Types.Select(t => Substitute(t, call.Method))], true) { ResultTypes = [.. bodies.ResultTypes.Select(t => Substitute(t, call.Method))], ExactTypes = bodies.ExactTypes, Bare = bodies.Bare, Texts = [.. bodies.Texts.Select(t => t with { Type = Substitute(t.Type, call.Method) })] });
            foreach (var inner in bodies.Calls)
            {
                types.Through(inner.Way, () =>
                {
                    types.Add(inner.FillsOnly, Substitute(inner.Method, call.Method), [.. inner.Arguments.Select((a, i) => inner.Handed.TryGetValue(i, out var handed) && handed < call.Arguments.Length ? call.Arguments[handed] ?? a : a is null ? null : Substitute(a, call.Method))], inner.WritesOnly, Forwarded(inner, call));
                    return true;
                });
            }

            foreach (var parameter in bodies.Parameters)
            {
                complete &= types.Through(parameter.Way, () => AddArgument(call, parameter, types));
                if (call.Bare.TryGetValue(parameter.Ordinal, out var bare))
                {
                    types.Add(bare);
                }
            }

            foreach (var filling in bodies.Fillings)
            {
                types.Add(Substitute(filling, call));
            }

            return true;
        });
        return types.ToBodies(complete) with { Checks = bodies.Checks, IsStream = bodies.IsStream, Mentions = bodies.Mentions, Declared = bodies.Declared is null ? null : [.. bodies.Declared.Select(t => Substitute(t, call.Method))] };
    }

    /// <summary>The parameters of the caller's caller that are handed on once more.</summary>
    private static ImmutableDictionary<int, int> Forwarded(BodyCall inner, BodyCall call) =>
        inner.Handed.Where(h => call.Handed.ContainsKey(h.Value)).ToImmutableDictionary(h => h.Key, h => call.Handed[h.Value]);

    /// <summary>What a delegate answers is told by its type; where it is not, it was read where the delegate is handed over.</summary>
    private bool AddArgument(BodyCall call, BodyParameter parameter, BodyTypes types) => (parameter.Ordinal < call.Arguments.Length ? call.Arguments[parameter.Ordinal] : null) switch
    {
        INamedTypeSymbol { DelegateInvokeMethod.ReturnType: { } answer } => !returnTypes.Tells(returnTypes.Awaited(answer)) || returnTypes.Read(answer, types),
        var argument => returnTypes.Read(argument, types),
    };

    private Filling Substitute(Filling filling, BodyCall call)
    {
        var types = new BodyTypes();
        var complete = filling.Parameters.Aggregate(true, (known, ordinal) => AddArgument(call, new(ordinal, default), types) && known);
        var member = filling.Member is ITypeSymbol list ? Substitute(list, call.Method)
            : Substitute(filling.Member.ContainingType, call.Method) is var type && SymbolEqualityComparer.Default.Equals(type, filling.Member.ContainingType) ? filling.Member
            : type.GetMembers(filling.Member.Name).FirstOrDefault() ?? filling.Member;
        var origin = filling.Parameters.Where(call.Bare.ContainsKey).Select(p => (FieldClassification?)call.Bare[p].Classification).FirstOrDefault();
        return filling with { Origin = filling.Origin ?? origin, Types = [.. filling.Types.Select(t => Substitute(t, call.Method)), .. types.ToBodies(complete).Types], Parameters = [], IsComplete = filling.IsComplete && complete, Member = member };
    }

    private IMethodSymbol Substitute(IMethodSymbol inner, IMethodSymbol outer)
    {
        var method = inner;
        if (Substitute(inner.ContainingType, outer) is INamedTypeSymbol type && !SymbolEqualityComparer.Default.Equals(type, inner.ContainingType))
        {
            method = type.GetMembers(inner.Name).OfType<IMethodSymbol>().First(m => SymbolEqualityComparer.Default.Equals(m.OriginalDefinition, inner.OriginalDefinition));
        }

        return inner.IsGenericMethod ? method.ConstructedFrom.Construct([.. inner.TypeArguments.Select(a => Substitute(a, outer))]) : method;
    }

    /// <summary>A type with the arguments that a method and the types around it are given.</summary>
    private ITypeSymbol Substitute(ITypeSymbol type, IMethodSymbol method) => type switch
    {
        ITypeParameterSymbol parameter => Argument(parameter, method),
        IArrayTypeSymbol array when Substitute(array.ElementType, method) is var element && !ReferenceEquals(element, array.ElementType) => symbols.ArrayOf(element, array.Rank),
        INamedTypeSymbol { IsGenericType: true, IsUnboundGenericType: false, IsTupleType: false, IsAnonymousType: false } named when named.TypeArguments.Any(a => !ReferenceEquals(Substitute(a, method), a)) && named.ContainingType is not { IsGenericType: true } =>
            named.OriginalDefinition.Construct([.. named.TypeArguments.Select(a => Substitute(a, method))]),
        _ => type,
    };

    private static ITypeSymbol Argument(ITypeParameterSymbol parameter, IMethodSymbol method)
    {
        if (parameter.DeclaringMethod is { } declaring)
        {
            return SymbolEqualityComparer.Default.Equals(declaring, method.OriginalDefinition) && parameter.Ordinal < method.TypeArguments.Length ? method.TypeArguments[parameter.Ordinal] : parameter;
        }

        for (var type = method.ContainingType; type is not null; type = type.ContainingType)
        {
            if (SymbolEqualityComparer.Default.Equals(type.OriginalDefinition, parameter.DeclaringType) && parameter.Ordinal < type.TypeArguments.Length)
            {
                return type.TypeArguments[parameter.Ordinal];
            }
        }

        return parameter;
    }
}
