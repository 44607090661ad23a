using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using PiiGuard.Analyzers.Configuration;

namespace PiiGuard.Analyzers.Shapes;

/// <summary>
/// Finds what a handler really returns. Where the body can be followed, the body decides; the declared type is used where it
/// cannot (<c>docs/rules/PII1001.md</c>).
/// </summary>
internal sealed class ResponseBodyReader(KnownSymbols known, ReturnTypes returnTypes, ValueReader reader, PersonalValues values)
{
    /// <summary>How FastEndpoints sends what is no object.</summary>
    private static readonly HashSet<string> FastEndpointBytes = new(new[] { "String", "Bytes", "Stream", "File", "EventStream" }.SelectMany(n => new[] { n + "Async", "Send" + n + "Async" }), StringComparer.Ordinal);

    private readonly FillingReader _fillings = new(reader, values);

    /// <summary>What the declaration and the body say together.</summary>
    public ResponseBodies Read(IMethodSymbol handler, IOperation? body)
    {
        if (body is null)
        {
            return returnTypes.Of(handler) with { Checks = HandlerChecks.NotSeen };
        }

        var operations = BodyOperations.All(body);
        List<IOperation> sent = [];
        var bodies = Read(handler, body, ResponseWrites.AreUnknown(body, operations, ReturnTypes.WritesItself(handler)), operations, sent);
        return With(_fillings.Of(body, operations, sent), bodies) with { Checks = HandlerEvidence.Of(handler, known), Mentions = MentionsIn(operations) };
    }

    private static ResponseBodies With(Filled filled, ResponseBodies bodies) => bodies with { Fillings = filled.All, Calls = [.. bodies.Calls, .. filled.Calls.Select(c => c with { FillsOnly = true })] };

    private List<string> MentionsIn(IEnumerable<IOperation> operations) =>
    [
        .. operations.SelectMany<IOperation, string?>(o => o switch
        {
            IInvocationOperation { TargetMethod.Name: "Map" or "ProjectTo" or "Adapt" or "ProjectToType" } mapping => mapping.Arguments.Select(a => a.Value).Append(mapping.Instance).Select(v => ElementName(BodyOperations.Unwrapped(v)?.Type)),
            IInvocationOperation { TargetMethod: var method } when known.IsOurs(method) => [method.Name],
            IMethodReferenceOperation { Method: var method } when known.IsOurs(method) => [method.Name],
            IObjectCreationOperation { Type: { } type } when known.IsOurs(type) => [type.Name],
            _ => [],
        }).OfType<string>().Distinct(),
    ];

    /// <summary>What a mapper is given, or some of them.</summary>
    private static string? ElementName(ITypeSymbol? type) => type switch
    {
        IArrayTypeSymbol array => ElementName(array.ElementType),
        INamedTypeSymbol { TypeArguments: { Length: 1 } of } => ElementName(of[0]),
        _ => type?.Name,
    };

    private ResponseBodies Read(IMethodSymbol handler, IOperation body, bool writesItself, List<IOperation> operations, List<IOperation> sent)
    {
        var declared = returnTypes.Of(handler, writesItself);
        List<IOperation> returns = [], writes = [];
        foreach (var operation in BodyOperations.Own(body))
        {
            if (operation is IReturnOperation { Kind: OperationKind.Return, ReturnedValue: { } value })
            {
                returns.Add(value);
            }
            else
            {
                AddWritten(operation, writes);
            }
        }

        sent.AddRange(returns.Concat(writes));
        var returned = !declared.Complete || !returnTypes.IsTypedResult(handler.ReturnType) ? ReadReturns(declared, returns, writesItself)
            : declared.ResultTypes.Any(WireTypes.IsText) ? declared with { Bare = ReadReturns(declared, returns, writesItself).Bare } // of a text the declaration says nothing else
            : declared;
        var written = new BodyTypes();
        var complete = written.InResult(true, () => writes.Aggregate(true, (known, value) => reader.Read(value, written) && known));
        var writesAny = writes.Count > 0;
        foreach (var call in BodyOperations.Own(body).OfType<IInvocationOperation>())
        {
            if (SerializedTexts.WrittenBy(call) is { Count: > 0 } texts)
            {
                complete &= reader.ReadTexts(texts, written);
                writesAny = true;
                sent.Add(call);
            }
            else if (IsFastEndpoints(call.TargetMethod) && FastEndpointBytes.Contains(call.TargetMethod.Name))
            {
                complete = !(writesAny = true);
                call.Arguments.Where(a => a.Parameter?.Ordinal == 0).ToList().ForEach(a => reader.AddBare(a.Value, written));
            }
            else if (call.TargetMethod is { MethodKind: MethodKind.Ordinary, IsAbstract: false } helper && helper.ContainingType.Is(known.Frameworks.FastEndpoint) && known.IsOurs(helper))
            {
                writesAny = true; // it may send the answer
                complete &= written.InResult(true, () => reader.ReadCall(call, helper, written, writesOnly: true));
            }
        }

        if (returns.Exists(Exports.SendsFile))
        {
            var tables = Exports.TablesIn(operations).ToList();
            var cells = Exports.CellsIn(operations).Concat(Exports.RowsIn(operations)).Concat(Exports.ColumnsIn(operations)).ToList();
            complete &= tables.Count == 0 || reader.ReadTexts(tables, written);
            cells.ForEach(c => reader.AddBare(c, written));
            foreach (var document in values.OfDocuments(operations).Take(1))
            {
                written.Add(new BareValue(body.SemanticModel!.Compilation.GetSpecialType(SpecialType.System_String), document));
                complete = !(writesAny = true); // there may be more in it
            }

            writesAny |= tables.Count + cells.Count > 0;
        }

        if (returns.Count > 0 && values.OfCards(operations) is { } card)
        {
            written.Add(new BareValue(body.SemanticModel!.Compilation.GetSpecialType(SpecialType.System_String), card));
            complete = !(writesAny = true);
        }

        if (!writesAny)
        {
            return returned;
        }

        written.Add(returned);
        return written.ToBodies(complete && returned.Complete) with { Declared = returned.Declared };
    }

    private ResponseBodies ReadReturns(ResponseBodies declared, IReadOnlyList<IOperation> returned, bool writesItself)
    {
        var types = new BodyTypes();
        var complete = true;
        var returns = false; // a body that only throws says nothing, nor does an iterator's
        foreach (var value in returned)
        {
            returns |= !IsThrow(value);
            complete &= reader.Read(value, types, depth: 0);
        }

        var bodies = types.ToBodies(!writesItself);
        var tells = bodies is not { Types.Count: 0, ResultTypes.Count: 0, Calls.Count: 0, Texts.Count: 0 };
        if (complete && (writesItself ? tells : returns || !declared.Complete))
        {
            return bodies with { Declared = declared.Types.Count > 0 ? declared.Types : null };
        }

        types.Add(declared);
        return types.ToBodies((complete && !writesItself) || declared.Complete);
    }

    /// <summary>What the constructor of a result hands to that of ASP.NET Core: <c>class Answer(object? data) : ObjectResult(new { data })</c>.</summary>
    public ResponseBodies ReadConstructor(INamedTypeSymbol result, IEnumerable<IOperation> blocks)
    {
        var types = new BodyTypes();
        var operations = blocks.SelectMany(BodyOperations.All).ToList();
        var calls = operations.OfType<IInvocationOperation>().Where(c => c.TargetMethod.MethodKind == MethodKind.Constructor).ToList();
        var assigned = operations.OfType<ISimpleAssignmentOperation>().Where(a => a.Target is IPropertyReferenceOperation { Property.Name: "Value", Instance: IInstanceReferenceOperation }).Select(a => a.Value).ToList();
        var complete = calls.Aggregate(true, (known, call) => (SymbolEqualityComparer.Default.Equals(call.TargetMethod.ContainingType, result) // : this(…)
                ? reader.AddCall(call, types)
                : reader.ReadResult(call.Arguments, result.BaseType!, types, depth: 0)) && known);
        complete = assigned.Aggregate(complete, (known, value) => reader.Read(value, types) && known);
        return operations.Count == 0 ? types.ToBodies(complete) : With(_fillings.Of(operations[0], operations, [.. calls, .. assigned]), types.ToBodies(complete));
    }

    /// <summary>What values say that are sent together.</summary>
    public ResponseBodies ReadValues(IReadOnlyCollection<IOperation> values)
    {
        var types = new BodyTypes();
        var bodies = types.ToBodies(values.Aggregate(true, (known, value) => reader.Read(value, types, depth: 0) && known));
        return values.Count > 0 && BodyOperations.Root(values.First()) is var body ? With(_fillings.Of(body, BodyOperations.All(body), values), bodies) : bodies;
    }

    /// <summary>What is written to the response past the return value: <c>Response.WriteAsJsonAsync(x)</c>.</summary>
    private void AddWritten(IOperation operation, List<IOperation> writes)
    {
        if (operation is IInvalidOperation { Syntax: InvocationExpressionSyntax { Expression: SimpleNameSyntax { Identifier.ValueText: var unknown } } sending } && unknown.StartsWith("Send", StringComparison.Ordinal) && unknown.EndsWith("Async", StringComparison.Ordinal)
            && operation.SemanticModel?.GetEnclosingSymbol(sending.SpanStart)?.ContainingType.Is(known.Frameworks.FastEndpoint) == true)
        {
            writes.AddRange(operation.ChildOperations.Where(o => sending.ArgumentList.Arguments is { Count: > 0 } sent && sent[unknown is "SendCreatedAtAsync" ? sent.Count - 1 : 0].Expression == o.Syntax)); // of another version of FastEndpoints
        }

        if (operation is IInvocationOperation call && BodyParameterOf(call.TargetMethod) is { } name)
        {
            writes.AddRange(call.Arguments.Where(a => a.Parameter?.Name == name).Select(a => a.Value));
        }
        else if (operation is IInvocationOperation { TargetMethod.Name: "ExecuteAsync" or "ExecuteResultAsync", Instance: { Type: { } result } instance } && known.IsUntypedResult(result))
        {
            writes.Add(instance); // await Results.Ok(customer).ExecuteAsync(context)
        }
        else if (operation is ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Property: { Name: "Response" } property } } assignment && property.ContainingType.IsSame(known.Frameworks.FastEndpoint))
        {
            writes.Add(assignment.Value);
        }
    }

    private bool IsFastEndpoints(IMethodSymbol method) => known.Frameworks.FastEndpoint is not null && method.ContainingNamespace is { Name: "FastEndpoints", ContainingNamespace.IsGlobalNamespace: true };

    /// <summary>The parameter of a method that writes to the response through which it takes the body; null of any other method.</summary>
    private string? BodyParameterOf(IMethodSymbol method) =>
        method.Name == "WriteAsJsonAsync" && method.ContainingType.IsSame(known.HttpResponseJson) ? "value"
        : method.Name == "WriteAsJsonAsync" && method.ContainingType.IsSame(known.Frameworks.HttpResponseDataExtensions) ? "instance"
        : IsFastEndpoints(method) ? method.Name is "ResultAsync" or "SendResultAsync" ? "result" : "response"
        : null;

    private static bool IsThrow(IOperation value) => value is IThrowOperation || (value is IConversionOperation conversion && IsThrow(conversion.Operand));
}
