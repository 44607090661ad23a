using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using PiiGuard.Analyzers.Configuration;

namespace PiiGuard.Analyzers.Shapes;

/// <summary>
/// Finds what a handler really returns. Where the body can be followed, the body decides; the declared type is used where it
/// cannot (<c>docs/rules/PII1001.md</c>).
/// </summary>
internal sealed class ResponseBodyReader(KnownSymbols known, ReturnTypes returnTypes, RunTimeTypes runTimeTypes, PersonalValues values)
{
    private const int MostNested = 12;

    /// <summary>Names of the parameters through which the result types and factories of ASP.NET Core take the body.</summary>
    internal static readonly HashSet<string> BodyParameters = new(StringComparer.Ordinal) { "value", "data", "error", "obj", "body", "values", "entity" };

    /// <summary>How FastEndpoints sends what is no object.</summary>
    private static readonly HashSet<string> FastEndpointBytes = new(new[] { "String", "Bytes", "Stream", "File", "EventStream" }.SelectMany(n => new[] { n + "Async", "Send" + n + "Async" }), StringComparer.Ordinal);

    /// <summary>What the declaration and the body say together.</summary>
    public ResponseBodies Read(IMethodSymbol handler, IOperation? body)
    {
        if (body is null)
        {
            return returnTypes.Of(handler) with { Checks = HandlerChecks.NotSeen };
        }

        var operations = BodyOperations.All(body);
        return Read(handler, body, ResponseWrites.AreUnknown(operations, ReturnTypes.WritesItself(handler))) with { Checks = HandlerEvidence.Of(handler, known), Fillings = new FillingReader(this, values).Of(operations) };
    }

    private ResponseBodies Read(IMethodSymbol handler, IOperation body, bool writesItself)
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

        var returned = declared.Complete && returnTypes.IsTypedResult(handler.ReturnType) ? declared : ReadReturns(declared, returns, writesItself);
        var written = new BodyTypes();
        var complete = written.InResult(true, () => writes.Aggregate(true, (known, value) => ReadValue(value, written) && known));
        var writesAny = writes.Count > 0;
        foreach (var call in BodyOperations.Own(body).OfType<IInvocationOperation>())
        {
            if (SerializedTexts.ReadWritten(call, written))
            {
                writesAny = true;
            }
            else if (IsFastEndpoints(call.TargetMethod) && FastEndpointBytes.Contains(call.TargetMethod.Name))
            {
                complete = !(writesAny = true);
            }
            else if (call.TargetMethod is { MethodKind: MethodKind.Ordinary, IsAbstract: false } helper && helper.ContainingType.Is(known.Frameworks.FastEndpoint) && known.IsOurs(helper))
            {
                writesAny = written.InResult(true, () => AddCall(call.Arguments, helper, written)); // it may send the answer
            }
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
            complete &= ReadValue(value, types, depth: 0);
        }

        if (complete && !writesItself && (returns || !declared.Complete))
        {
            return types.ToBodies(true) with { Declared = declared.Types.Count > 0 ? declared.Types : null };
        }

        types.Add(declared);
        return types.ToBodies((complete && !writesItself) || declared.Complete);
    }

    /// <summary>What the constructor of a result hands to that of ASP.NET Core: <c>class Answer(object? data) : ObjectResult(new { data })</c>.</summary>
    public ResponseBodies ReadConstructor(INamedTypeSymbol result, IEnumerable<IOperation> blocks)
    {
        var types = new BodyTypes();
        var all = blocks.ToList();
        var calls = all.SelectMany(b => b.DescendantsAndSelf()).OfType<IInvocationOperation>().Where(c => c.TargetMethod.MethodKind == MethodKind.Constructor).ToList();
        var assigned = all.SelectMany(b => b.DescendantsAndSelf()).OfType<ISimpleAssignmentOperation>().Where(a => a.Target is IPropertyReferenceOperation { Property.Name: "Value", Instance: IInstanceReferenceOperation }).Select(a => a.Value);
        var complete = calls.Aggregate(true, (known, call) => (SymbolEqualityComparer.Default.Equals(call.TargetMethod.ContainingType, result) // : this(…)
                ? AddCall(call.Arguments, call.TargetMethod, types)
                : ReadResult(call.Arguments, result.BaseType!, types, depth: 0)) && known);
        complete = assigned.Aggregate(complete, (known, value) => ReadValue(value, types) && known);
        return types.ToBodies(complete) with { Fillings = new FillingReader(this, values).Of(all.SelectMany(BodyOperations.All)) };
    }

    /// <summary>What values say that are sent together.</summary>
    public ResponseBodies ReadValues(IEnumerable<IOperation> values)
    {
        var types = new BodyTypes();
        return types.ToBodies(values.Aggregate(true, (known, value) => ReadValue(value, types, depth: 0) && known));
    }

    /// <summary>What is written to the response past the return value: <c>Response.WriteAsJsonAsync(x)</c>.</summary>
    private void AddWritten(IOperation operation, List<IOperation> writes)
    {
        if (operation is IInvocationOperation call && BodyParameterOf(call.TargetMethod) is { } name)
        {
            writes.AddRange(call.Arguments.Where(a => a.Parameter?.Name == name).Select(a => a.Value));
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

    /// <summary>Adds what a value is; false when not all of that can be told.</summary>
    public bool ReadValue(IOperation? value, BodyTypes types, int depth = 0)
    {
        if (depth > MostNested)
        {
            return false;
        }

        switch (value)
        {
            case null or IThrowOperation or IDefaultValueOperation:
            case ILiteralOperation:
                return true;
            case IConversionOperation { OperatorMethod.ContainingType: { } converter } made when known.IsOurs(converter):
                return returnTypes.Read(made.Type, types); // "return customer" where an Envelope<Customer> is declared
            case IConversionOperation conversion:
                return ReadValue(conversion.Operand, types, depth + 1);
            case IConditionalOperation { WhenFalse: { } otherwise } conditional:
                return ReadValue(conditional.WhenTrue, types, depth + 1) & ReadValue(otherwise, types, depth + 1);
            case ICoalesceOperation coalesce:
                return ReadValue(coalesce.Value, types, depth + 1) & ReadValue(coalesce.WhenNull, types, depth + 1);
            case ISwitchExpressionOperation choice:
                return choice.Arms.Aggregate(true, (known, arm) => ReadValue(arm.Value, types, depth + 1) && known);
            case IAwaitOperation { Operation: IInvocationOperation { TargetMethod.Name: "FromResult" } from }:
                return ReadValue(from.Arguments.FirstOrDefault()?.Value, types, depth + 1);
            case IInvocationOperation { TargetMethod.Name: "FromResult" } from when from.TargetMethod.ContainingType.IsSame(known.Task) || from.TargetMethod.ContainingType.IsSame(known.ValueTask):
                return ReadValue(from.Arguments.FirstOrDefault()?.Value, types, depth + 1);
            case ILocalReferenceOperation local:
                return ReadLocal(local, types, depth);
            case IParameterReferenceOperation { Parameter: { ContainingSymbol: IMethodSymbol { MethodKind: MethodKind.Ordinary or MethodKind.Constructor } } parameter } when !returnTypes.Tells(parameter.Type):
                types.Add(parameter);
                return !LocalWrites.IsWritten(value, parameter); // then it may be anything
            case IInvocationOperation { TargetMethod.MethodKind: MethodKind.DelegateInvoke } call when BodyOperations.Unwrapped(call.Instance) is IParameterReferenceOperation handed && !returnTypes.Tells(call.Type):
                return AddDelegate(handed, types);
            case IInvocationOperation call when returnTypes.IsFrameworkResult(call.TargetMethod.ReturnType, call.TargetMethod.ContainingNamespace):
                return WritesBytes(call.TargetMethod.Name) ? SerializedTexts.ReadContent(call.Arguments, types) : types.InResult(returnTypes.IsResult(call.TargetMethod.ReturnType), () => ReadResult(call.Arguments, call.TargetMethod.ReturnType, types, depth));
            case IObjectCreationOperation { Type.Name: "ContentResult", Initializer: { } content }:
                return SerializedTexts.ReadContent(content, types);
            case IObjectCreationOperation { Type: { } created } creation when returnTypes.IsFrameworkResult(created, created.ContainingNamespace):
                return types.InResult(returnTypes.IsResult(created), () => ReadResult(creation.Arguments, created, types, depth)
                    & ReadInitializer(creation.Initializer, types, depth));
            case IObjectCreationOperation { Type: INamedTypeSymbol made, Constructor: { } constructor } creation when known.IsOurs(made) && returnTypes.IsOwnResult(made):
                return AddCall(creation.Arguments, constructor, types);
            case var text when text.Type?.SpecialType == SpecialType.System_String && SerializedTexts.Read(text, types):
                return true;
            default:
                return BodyOperations.Unwrapped(value) is IInvocationOperation helper && returnTypes.NeedsBody(helper.TargetMethod)
                    ? ReadHelper(helper, types, depth)
                    : returnTypes.Read(value.Type, types);
        }
    }

    /// <summary>A method of this compilation that is called for the answer: its own body tells.</summary>
    private bool ReadHelper(IInvocationOperation call, BodyTypes types, int depth)
    {
        var method = call.TargetMethod;
        if (method.MethodKind == MethodKind.LocalFunction)
        {
            return BodyOperations.LocalFunction(call, method)?.Body is { } body
                && BodyOperations.Returned(body).Aggregate(true, (known, value) => ReadValue(value, types, depth + 1) && known);
        }

        var byDelegates = ReadDelegates(call, types, depth);
        if (method.IsAbstract || method.MethodKind != MethodKind.Ordinary || !known.IsOurs(method))
        {
            return byDelegates ?? (ReadImplementations(call, types) || returnTypes.Read(method.ReturnType, types));
        }

        AddCall(call.Arguments, method, types);
        return (byDelegates ?? true) && (method.ContainingType.IsSealed || !(method.IsVirtual || (method.IsOverride && !method.IsSealed))); // what overrides it may send something else
    }

    /// <summary>The methods that answer behind an interface of this compilation: a service has one, seldom some.</summary>
    private bool ReadImplementations(IInvocationOperation call, BodyTypes types)
    {
        const int Most = 4;
        var method = call.TargetMethod;
        if (method.ContainingType is not { TypeKind: TypeKind.Interface, IsGenericType: false } service || method.IsGenericMethod || !known.IsOurs(service) || runTimeTypes.Of(service) is not { Count: > 0 and <= Most } classes)
        {
            return false;
        }

        var answers = classes.Select(c => c.FindImplementationForInterfaceMember(method)).OfType<IMethodSymbol>().Where(m => m is { IsAbstract: false, MethodKind: MethodKind.Ordinary } && known.IsOurs(m)).ToList();
        answers.ForEach(m => AddCall(call.Arguments, m, types));
        return answers.Count == classes.Count;
    }

    private bool AddCall(IEnumerable<IArgumentOperation> passed, IMethodSymbol method, BodyTypes types)
    {
        var arguments = new ITypeSymbol?[method.Parameters.Length];
        foreach (var argument in passed)
        {
            if (argument.Parameter is { } parameter)
            {
                arguments[parameter.Ordinal] = ArgumentType(argument.Value);
            }
        }

        types.Add(method, [.. arguments]);
        return true;
    }

    /// <summary>The type of what is handed over; of a local that may be anything, of what was assigned to it.</summary>
    private ITypeSymbol? ArgumentType(IOperation argument)
    {
        var value = BodyOperations.Unwrapped(argument);
        var types = new BodyTypes();
        return value is ILocalReferenceOperation && !returnTypes.Tells(value.Type) && ReadValue(value, types) && types.ToBodies(true).Types is { Count: 1 } only ? only.First() : value?.Type;
    }

    /// <summary>
    /// What the delegates answer that a method is handed: <c>result.Match(customer => Ok(customer), errors => Problem())</c>. Null where there is none whose type leaves that open.
    /// </summary>
    private bool? ReadDelegates(IInvocationOperation call, BodyTypes types, int depth)
    {
        bool? complete = null;
        foreach (var argument in call.Arguments)
        {
            if (argument.Parameter?.Type is INamedTypeSymbol { DelegateInvokeMethod: { ReturnsVoid: false } invoke } && !returnTypes.Tells(returnTypes.Awaited(invoke.ReturnType)))
            {
                complete = (complete ?? true) & ReadDelegate(BodyOperations.Unwrapped(argument.Value), invoke, types, depth);
            }
        }

        return complete;
    }

    private bool ReadDelegate(IOperation? handed, IMethodSymbol invoke, BodyTypes types, int depth)
    {
        switch ((handed as IDelegateCreationOperation)?.Target ?? handed)
        {
            case IAnonymousFunctionOperation lambda:
                return BodyOperations.Returned(lambda.Body).Aggregate(true, (known, value) => ReadValue(value, types, depth + 1) && known);
            case IMethodReferenceOperation { Method: var method } when returnTypes.IsFrameworkResult(method.ReturnType, method.ContainingNamespace):
                var body = method.Parameters.FirstOrDefault(p => BodyParameters.Contains(p.Name));
                return !WritesBytes(method.Name) && (body is null || (body.Ordinal < invoke.Parameters.Length
                    && types.InResult(returnTypes.IsResult(method.ReturnType), () => returnTypes.Read(invoke.Parameters[body.Ordinal].Type, types))));
            case IMethodReferenceOperation { Method: var method } when returnTypes.NeedsBody(method) && method is { MethodKind: MethodKind.Ordinary, IsAbstract: false } && known.IsOurs(method):
                types.Add(method, [.. invoke.Parameters.Select(p => p.Type)]);
                return !method.IsVirtual;
            case IMethodReferenceOperation { Method: var method }:
                return returnTypes.Read(method.ReturnType, types);
            case IParameterReferenceOperation parameter:
                return AddDelegate(parameter, types);
            default:
                return false;
        }
    }

    /// <summary>A delegate that the method is handed itself answers: whoever calls it with one says what that is.</summary>
    private static bool AddDelegate(IParameterReferenceOperation handed, BodyTypes types)
    {
        if (handed.Parameter.ContainingSymbol is not IMethodSymbol { MethodKind: MethodKind.Ordinary } || LocalWrites.IsWritten(handed, handed.Parameter))
        {
            return false;
        }

        types.Add(handed.Parameter);
        return true;
    }

    private bool ReadResult(IEnumerable<IArgumentOperation> arguments, ITypeSymbol result, BodyTypes types, int depth)
    {
        var bodies = arguments.Where(a => a.Parameter is { } p && BodyParameters.Contains(p.Name)).ToList();
        if (bodies.Count == 0)
        {
            // No body, or one that is not an object: File, Content, Stream say nothing about what they send.
            return result.Name is not ("FileResult" or "FileContentResult" or "FileStreamResult" or "PhysicalFileResult" or "VirtualFileResult"
                or "ContentResult" or "ViewResult" or "FileStreamHttpResult" or "FileContentHttpResult" or "PushStreamHttpResult");
        }

        return bodies.Aggregate(true, (known, body) => ReadValue(body.Value, types, depth + 1) && known);
    }

    /// <summary>Factories of results that send text or bytes, of which nothing is known.</summary>
    private static bool WritesBytes(string factory) => factory is "Text" or "Content" or "File" or "PhysicalFile" or "Bytes" or "Stream" or "ServerSentEvents" or "View" or "PartialView";

    private bool ReadInitializer(IObjectOrCollectionInitializerOperation? initializer, BodyTypes types, int depth) =>
        initializer is null || initializer.Initializers.OfType<ISimpleAssignmentOperation>()
            .Where(a => a.Target is IPropertyReferenceOperation { Property.Name: "Value" })
            .Aggregate(true, (known, a) => ReadValue(a.Value, types, depth + 1) && known);

    /// <summary>Simple local flow: the union of everything that is assigned to the local; of one that goes into itself, once.</summary>
    private bool ReadLocal(ILocalReferenceOperation reference, BodyTypes types, int depth) => types.Once(reference.Local, () =>
        (LocalWrites.ValuesOf(reference) is { Count: > 0 } values && values.Aggregate(true, (known, value) => ReadValue(value, types, depth + 1) && known))
        || ((returnTypes.Tells(reference.Type) || reference.Type is ITypeParameterSymbol) && returnTypes.Read(reference.Type, types)));
}
