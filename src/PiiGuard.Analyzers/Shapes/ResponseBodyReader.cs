using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using PiiGuard.Analyzers.Configuration;

namespace PiiGuard.Analyzers.Shapes;

/// <summary>
/// Finds what a handler really returns. Where the body can be followed, the body decides; the declared type is used where it
/// cannot (<c>docs/rules/PII1001.md</c>).
/// </summary>
internal sealed class ResponseBodyReader(KnownSymbols known)
{
    /// <summary>Names of the parameters through which the result types and factories of ASP.NET Core take the body.</summary>
    private static readonly HashSet<string> BodyParameters = new(StringComparer.Ordinal) { "value", "data", "error", "obj", "body", "values" };

    /// <summary>What the declared return type says.</summary>
    public ResponseBodies FromDeclaration(ITypeSymbol returnType)
    {
        var types = new BodyTypes();
        return types.ToBodies(ReadType(returnType, types));
    }

    /// <summary>What the declaration of a handler says.</summary>
    public ResponseBodies FromDeclaration(IMethodSymbol handler)
    {
        var declared = FromDeclaration(handler.ReturnType);
        return WritesItself(handler) && declared is { Types.Count: 0, ResultTypes.Count: 0 } ? declared with { Complete = false } : declared;
    }

    /// <summary>What the declaration and the body say together.</summary>
    public ResponseBodies Read(IMethodSymbol handler, IOperation? body)
    {
        var declared = FromDeclaration(handler);
        if (body is null)
        {
            return declared;
        }

        var returned = declared.Complete && IsTypedResult(handler.ReturnType) ? declared : ReadReturns(declared, body, WritesItself(handler));
        var written = new BodyTypes();
        var complete = written.InResult(true, () => WritesOf(body).Aggregate(true, (known, value) => ReadValue(value, written, depth: 0) && known));
        written.Add(returned);
        return written.ToBodies(complete && returned.Complete) with { Declared = returned.Declared };
    }

    /// <summary>A handler that is given the response can write to it what no return type tells.</summary>
    private static bool WritesItself(IMethodSymbol handler) => handler.Parameters.Any(p => p.Type.Name is "HttpContext" or "HttpResponse");

    private ResponseBodies ReadReturns(ResponseBodies declared, IOperation body, bool writesItself)
    {
        var types = new BodyTypes();
        var complete = true;
        var returns = false; // a body that only throws says nothing, nor does an iterator's
        foreach (var returned in ReturnsOf(body))
        {
            returns |= !IsThrow(returned);
            complete &= ReadValue(returned, types, depth: 0);
        }

        if (complete && !writesItself && (returns || !declared.Complete))
        {
            return types.ToBodies(true) with { Declared = declared.Types.Count > 0 ? declared.Types : null };
        }

        types.Add(declared);
        return types.ToBodies((complete && !writesItself) || declared.Complete);
    }

    /// <summary><c>TypedResults</c> types are closed: the declaration is what is sent. <c>ActionResult&lt;T&gt;</c> and plain types are not.</summary>
    private bool IsTypedResult(ITypeSymbol type) => Awaited(type).Is(known.Result);

    private ITypeSymbol Awaited(ITypeSymbol type) =>
        type.IsSame(known.TaskOfT) || type.IsSame(known.ValueTaskOfT) ? ((INamedTypeSymbol)type).TypeArguments[0] : type;

    /// <summary>Adds the body types that a type stands for; false when it says nothing about them.</summary>
    private bool ReadType(ITypeSymbol? type, BodyTypes types)
    {
        if (type is null or IErrorTypeSymbol or IDynamicTypeSymbol or ITypeParameterSymbol || type.SpecialType == SpecialType.System_Object)
        {
            return false;
        }

        if (type.SpecialType == SpecialType.System_Void || type.IsSame(known.Task) || type.IsSame(known.ValueTask))
        {
            return true;
        }

        var awaited = Awaited(type);
        if (!ReferenceEquals(awaited, type))
        {
            return ReadType(awaited, types);
        }

        if (type.IsSame(known.ActionResultOfT))
        {
            return ReadType(((INamedTypeSymbol)type).TypeArguments[0], types);
        }

        if (!known.IsUntypedResult(type))
        {
            types.Add(type);
            return true;
        }

        if (type is INamedTypeSymbol { ContainingNamespace: { Name: "HttpResults" } } result && type.TypeKind != TypeKind.Interface)
        {
            // Ok, Created<T>, Results<T1, T2>: sealed types of the framework. Those that write bytes of unknown content say nothing.
            return result.Name is not ("FileStreamHttpResult" or "FileContentHttpResult" or "PushStreamHttpResult" or "ContentHttpResult" or "Utf8ContentHttpResult")
                && types.InResult(true, () => result.TypeArguments.Aggregate(true, (known, argument) => ReadType(argument, types) && known));
        }

        return type.Name is "NoContentResult" or "OkResult" or "NotFoundResult" or "StatusCodeResult" or "RedirectResult";
    }

    private static IEnumerable<IOperation> ReturnsOf(IOperation body) =>
        OwnOperations(body).Where(o => o.Kind == OperationKind.Return).Select(o => ((IReturnOperation)o).ReturnedValue).OfType<IOperation>();

    /// <summary>What is written to the response past the return value: <c>Response.WriteAsJsonAsync(x)</c>.</summary>
    private IEnumerable<IOperation> WritesOf(IOperation body) => known.HttpResponseJson is null
        ? []
        : OwnOperations(body).OfType<IInvocationOperation>().Where(c => c.TargetMethod.Name == "WriteAsJsonAsync" && c.TargetMethod.ContainingType.IsSame(known.HttpResponseJson))
            .SelectMany(c => c.Arguments).Where(a => a.Parameter?.Name == "value").Select(a => a.Value);

    /// <summary>The operations of a body, without those of the functions in it.</summary>
    private static IEnumerable<IOperation> OwnOperations(IOperation body)
    {
        var pending = new Stack<IOperation>([body]);
        while (pending.Count > 0)
        {
            var operation = pending.Pop();
            yield return operation;
            if (ReferenceEquals(operation, body) || operation is not (IAnonymousFunctionOperation or ILocalFunctionOperation))
            {
                foreach (var child in operation.ChildOperations)
                {
                    pending.Push(child);
                }
            }
        }
    }

    private static bool IsThrow(IOperation value) => value is IThrowOperation || (value is IConversionOperation conversion && IsThrow(conversion.Operand));

    private bool ReadValue(IOperation? value, BodyTypes types, int depth)
    {
        if (depth > 12)
        {
            return false;
        }

        switch (value)
        {
            case null or IThrowOperation or IDefaultValueOperation:
            case ILiteralOperation:
                return true;
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
                return ReadLocal(local, types, depth) || (SaysWhatItIs(local.Type) && ReadType(local.Type, types));
            case IInvocationOperation call when IsFrameworkResult(call.TargetMethod.ReturnType, call.TargetMethod.ContainingNamespace):
                return !WritesBytes(call.TargetMethod.Name) && types.InResult(IsResult(call.TargetMethod.ReturnType), () => ReadResult(call.Arguments, call.TargetMethod.ReturnType, types, depth));
            case IObjectCreationOperation { Type: { } created } creation when IsFrameworkResult(created, created.ContainingNamespace):
                return types.InResult(IsResult(created), () => ReadResult(creation.Arguments, created, types, depth)
                    & ReadInitializer(creation.Initializer, types, depth));
            default:
                return ReadType(value.Type, types);
        }
    }

    private bool IsResult(ITypeSymbol type) => Awaited(type).Is(known.Result) && !Awaited(type).Is(known.ActionResult);

    private bool SaysWhatItIs(ITypeSymbol? type) =>
        type is not null && type.SpecialType != SpecialType.System_Object && !known.IsUntypedResult(type) && type is not IDynamicTypeSymbol;

    private bool IsFrameworkResult(ITypeSymbol type, INamespaceSymbol? of) =>
        (known.IsUntypedResult(Awaited(type)) || type.IsSame(known.ActionResultOfT)) && IsAspNetCore(of);

    private static bool IsAspNetCore(INamespaceSymbol? name)
    {
        while (name is { IsGlobalNamespace: false })
        {
            if (name is { Name: "AspNetCore", ContainingNamespace: { Name: "Microsoft", ContainingNamespace.IsGlobalNamespace: true } })
            {
                return true;
            }

            name = name.ContainingNamespace;
        }

        return false;
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

    /// <summary>Simple local flow: the union of everything that is assigned to the local.</summary>
    private bool ReadLocal(ILocalReferenceOperation reference, BodyTypes types, int depth) =>
        LocalWrites.ValuesOf(reference) is { Count: > 0 } values && values.Aggregate(true, (known, value) => ReadValue(value, types, depth + 1) && known);
}
