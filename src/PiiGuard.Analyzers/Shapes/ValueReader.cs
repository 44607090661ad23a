using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using PiiGuard.Analyzers.Configuration;

namespace PiiGuard.Analyzers.Shapes;

/// <summary>Tells what a value is that is sent: by its type, and where that says nothing by the code that it comes from.</summary>
internal sealed class ValueReader(KnownSymbols known, ReturnTypes returnTypes, RunTimeTypes runTimeTypes, ExactReturns exactReturns, PersonalValues values)
{
    private const int MostNested = 12;

    /// <summary>Names of the parameters through which the result types and factories of ASP.NET Core take the body.</summary>
    internal static readonly HashSet<string> BodyParameters = new(StringComparer.Ordinal) { "value", "data", "error", "obj", "body", "values", "entity" };

    /// <summary>Adds what a value is; false when not all of that can be told.</summary>
    public bool Read(IOperation? value, BodyTypes types, int depth = 0)
    {
        if (depth > MostNested)
        {
            return types.IsCut();
        }

        switch (value)
        {
            case null or IThrowOperation or IDefaultValueOperation:
            case ILiteralOperation:
                return true;
            case IConversionOperation { OperatorMethod: { } converter } made when known.IsOurs(converter) && returnTypes.Read(made.Type, types):
                // "return customer" where an Envelope<Customer> is declared
                return !returnTypes.NeedsBody(converter) || AddCall([(0, made.Operand)], converter, types);
            case IConversionOperation conversion:
                return Read(conversion.Operand, types, depth + 1);
            case IConditionalOperation { WhenFalse: { } otherwise } conditional:
                return Read(conditional.WhenTrue, types, depth + 1) & Read(otherwise, types, depth + 1);
            case ICoalesceOperation coalesce:
                return Read(coalesce.Value, types, depth + 1) & Read(coalesce.WhenNull, types, depth + 1);
            case ISwitchExpressionOperation choice:
                return choice.Arms.Aggregate(true, (known, arm) => Read(arm.Value, types, depth + 1) && known);
            case IAwaitOperation { Operation: IInvocationOperation { TargetMethod.Name: "FromResult" } from }:
                return Read(from.Arguments.FirstOrDefault()?.Value, types, depth + 1);
            case IInvocationOperation { TargetMethod.Name: "FromResult" } from when from.TargetMethod.ContainingType.IsSame(known.Task) || from.TargetMethod.ContainingType.IsSame(known.ValueTask):
                return Read(from.Arguments.FirstOrDefault()?.Value, types, depth + 1);
            case ILocalReferenceOperation local:
                AddBare(local, types);
                return ReadLocal(local, types, depth);
            case IParameterReferenceOperation { Parameter: { ContainingSymbol: IMethodSymbol { MethodKind: MethodKind.Ordinary or MethodKind.Constructor or MethodKind.Conversion } } parameter } when IsOpen(parameter.Type):
                types.Add(parameter);
                return !LocalWrites.IsWritten(value, parameter); // then it may be anything
            case IInvocationOperation { TargetMethod.MethodKind: MethodKind.DelegateInvoke } call when BodyOperations.Unwrapped(call.Instance) is IParameterReferenceOperation handed && !returnTypes.Tells(call.Type):
                return AddDelegate(handed, types);
            case IInvocationOperation { TargetMethod.Name: "ServerSentEvents", Arguments: var events } call when returnTypes.IsFrameworkResult(call.TargetMethod.ReturnType, call.TargetMethod.ContainingNamespace):
                types.Streams();
                return types.InResult(true, () => returnTypes.Read(EventOf(events.FirstOrDefault(a => a.Parameter?.Ordinal == 0)?.Value.Type), types));
            case IInvocationOperation call when returnTypes.IsFrameworkResult(call.TargetMethod.ReturnType, call.TargetMethod.ContainingNamespace):
                return WritesBytes(call.TargetMethod.Name) ? ReadText(SerializedTexts.ContentOf(call.Arguments), types, depth) : types.InResult(returnTypes.IsResult(call.TargetMethod.ReturnType), () => ReadResult(call.Arguments, call.TargetMethod.ReturnType, types, depth));
            case IDynamicInvocationOperation { Arguments: { Length: > 0 } handed, Operation: var called } when called.Syntax.ToString() is "Ok" or "this.Ok" or "Json" or "StatusCode" or "Results.Ok": // with a value of type dynamic the compiler leaves the choice of the method open
                return Read(handed[handed.Length - 1], types, depth + 1);
            case IObjectCreationOperation { Type.Name: "ContentResult", Initializer: { } content }:
                return ReadText(SerializedTexts.ContentOf(content), types, depth);
            case IObjectCreationOperation { Type.Name: "FileContentResult" or "FileStreamResult" or "PhysicalFileResult" } file:
                return ReadText(SerializedTexts.ContentOf(file.Arguments), types, depth);
            case IObjectCreationOperation { Type: { } created } creation when returnTypes.IsFrameworkResult(created, created.ContainingNamespace):
                return types.InResult(returnTypes.IsResult(created), () => ReadResult(creation.Arguments, created, types, depth)
                    & ReadInitializer(creation.Initializer, types, depth));
            case IObjectCreationOperation { Type: INamedTypeSymbol made, Constructor: { } constructor } creation when known.IsOurs(made) && returnTypes.IsOwnResult(made):
                return AddCall(Passed(creation.Arguments), constructor, types) & ReadInitializer(creation.Initializer, types, depth);
            case IObjectCreationOperation { Type: INamedTypeSymbol made } creation when known.IsOurs(made) && known.IsUntypedResult(made):
                // It writes itself; what it is handed is likely to be in it, in whatever form.
                return types.InResult(returnTypes.IsResult(made), () => creation.Arguments.Where(a => a.Parameter is { } p && !returnTypes.Tells(p.OriginalDefinition.Type)).Aggregate(false, (_, a) => Read(a.Value, types, depth + 1) && false))
                    | creation.Arguments.Where(a => a.Parameter?.Type.SpecialType == SpecialType.System_String).Aggregate(false, (_, a) => ReadText(a.Value, types, depth + 1) && false);
            case IInvocationOperation tree when SerializedTexts.TreeOf(tree) is { } part:
                return ReadTexts([part], types, depth);
            case var text when Exports.IsBytes(text.Type) && ReadText(text, types, depth):
                return true;
            default:
                AddBare(value, types);
                return BodyOperations.Unwrapped(value) is IInvocationOperation helper && returnTypes.NeedsBody(helper.TargetMethod)
                    ? ReadHelper(helper, types, depth)
                    : types.Exactly(IsExact(value), () => returnTypes.Read(value.Type, types));
        }
    }

    /// <summary>Whether a value is of its type, and of none that derives from it; methods are looked at only where there are such.</summary>
    private bool IsExact(IOperation value) => ExactValues.IsExact(value)
        || (BodyOperations.Unwrapped(value) is IInvocationOperation call && returnTypes.Awaited(call.Type!) is var type && runTimeTypes.Of(type).Count > 0 && exactReturns.Makes(call, type));

    /// <summary>Adds what a text was made of; false when that cannot be told.</summary>
    private bool ReadText(IOperation? text, BodyTypes types, int depth)
    {
        var isFound = SerializedTexts.Find(text, out var parts);
        return ReadTexts(parts, types, depth) & (isFound || AddBare(text, types));
    }

    /// <summary>A text, or some, that no member names.</summary>
    public bool AddBare(IOperation? value, BodyTypes types, string? member = null)
    {
        if (BareOf(value) is { } bare)
        {
            types.Add(bare with { Member = member });
        }

        return false; // there may be more in it
    }

    private BareValue? BareOf(IOperation? value)
    {
        if (BodyOperations.Unwrapped(value) is not { Type: { } type } text || !(WireTypes.IsText(type) || text is IInvocationOperation { TargetMethod.Name: "ToDictionary" or "ToDictionaryAsync" } || Exports.IsBytes(returnTypes.Awaited(type))))
        {
            return null;
        }

        var found = values.OfBare(text).Select(v => (v.Classification, IsEcho: Refusals.Echoes(v.Value))).OrderBy(v => v.IsEcho).ToList();
        return found.Count == 0 ? null : new BareValue(returnTypes.Awaited(type), found[0].Classification, IsEcho: found[0].IsEcho);
    }

    /// <summary>Adds what texts were made of.</summary>
    public bool ReadTexts(IReadOnlyList<TextPart> parts, BodyTypes types, int depth = 0) => parts.Aggregate(true, (known, part) => known & (part.Serializer is null
        ? part.Value is IInvocationOperation helper && (returnTypes.NeedsBody(helper.TargetMethod) ? ReadHelper(helper, types, depth + 1) : AddBare(helper, types))
        : types.Through(new(IsResult: false, part.Serializer), () => Read(part.Value, types, depth + 1))));

    /// <summary>A method of this compilation that is called for the answer: its own body tells.</summary>
    private bool ReadHelper(IInvocationOperation call, BodyTypes types, int depth)
    {
        var method = call.TargetMethod;
        if (method.MethodKind == MethodKind.LocalFunction)
        {
            return BodyOperations.LocalFunction(call, method)?.Body is { } body
                && BodyOperations.Returned(body).Aggregate(true, (known, value) => Read(value, types, depth + 1) && known);
        }

        if (method.IsAbstract || method.MethodKind != MethodKind.Ordinary || !known.IsOurs(method))
        {
            return ReadDelegates(call, types, depth) ?? ReadImplementations(call, types) ?? ReadWrapped(call, types) ?? returnTypes.Read(method.ReturnType, types);
        }

        // What is made of an envelope's type is in it; the type itself is sent, whatever the body shows.
        var tells = returnTypes.Tells(returnTypes.Awaited(method.ReturnType)) && returnTypes.Read(method.ReturnType, types);
        return ReadCall(call, method, types, writesOnly: false, depth) && (tells || !CanBeOverridden(method));
    }

    /// <summary>Whether whoever hands a parameter over says more of it than its type: anything, or what implements it.</summary>
    private bool IsOpen(ITypeSymbol type) => !returnTypes.Tells(type) || (type.IsAbstract && type is INamedTypeSymbol { IsGenericType: false } && known.IsOurs(type));

    /// <summary>What overrides it may send something else.</summary>
    private static bool CanBeOverridden(IMethodSymbol method) => !method.ContainingType.IsSealed && (method.IsVirtual || (method.IsOverride && !method.IsSealed));

    /// <summary>A method that is called, with what it is handed; false where that answers in a way that cannot be told.</summary>
    /// <param name="call">The call.</param>
    /// <param name="method">What is called.</param>
    /// <param name="types">Takes what is found.</param>
    /// <param name="writesOnly">Whether only what it writes is sent, and not what it returns.</param>
    /// <param name="depth">How deep the value stands.</param>
    public bool ReadCall(IInvocationOperation call, IMethodSymbol method, BodyTypes types, bool writesOnly, int depth = 0)
    {
        var complete = ReadDelegates(call, types, depth) ?? true;
        return AddCall(Passed(call.Arguments), method, types, writesOnly) && complete;
    }

    /// <summary>What a library makes of a value that may be an error: <c>(await sender.Send(query)).ToMinimalApiResult()</c> sends the value. Null of any other call.</summary>
    private bool? ReadWrapped(IInvocationOperation call, BodyTypes types)
    {
        var method = call.TargetMethod;
        return known.IsUntypedResult(returnTypes.Awaited(method.ReturnType)) && BodyOperations.Unwrapped(call.Instance ?? call.Arguments.FirstOrDefault()?.Value)?.Type is { } wrapper
            && returnTypes.Awaited(wrapper) is INamedTypeSymbol { IsGenericType: true, Name: "Result" or "ErrorOr" or "OneOf" or "Either" or "Fin" or "Validation" } result
                ? types.InResult(returnTypes.IsResult(method.ReturnType), () => result.TypeArguments.Where(a => !IsError(a)).Aggregate(true, (known, a) => returnTypes.Read(a, types) && known))
                : null;
    }

    private static bool IsError(ITypeSymbol type) => type.Name.EndsWith("Error", StringComparison.Ordinal) || type.Name.EndsWith("Exception", StringComparison.Ordinal) || type.SpecialType == SpecialType.System_String;

    /// <summary>The methods that answer behind an interface of this compilation: a service has one, seldom some. Null where there are none.</summary>
    private bool? ReadImplementations(IInvocationOperation call, BodyTypes types)
    {
        const int Most = 4;
        var method = call.TargetMethod;
        if (method.ContainingType is not { TypeKind: TypeKind.Interface, IsGenericType: false } service || method.IsGenericMethod || !known.IsOurs(service) || runTimeTypes.ImplementationsOf(service) is not { Count: > 0 and <= Most } classes)
        {
            return null;
        }

        var answers = classes.Where(c => !c.IsGenericType).Select(c => c.FindImplementationForInterfaceMember(method)).OfType<IMethodSymbol>()
            .Where(m => m is { IsAbstract: false, MethodKind: MethodKind.Ordinary } && known.IsOurs(m)).Distinct<IMethodSymbol>(SymbolEqualityComparer.Default).ToList();
        answers.ForEach(m => AddCall(Passed(call.Arguments), m, types));
        return classes.All(c => c is { IsAbstract: false, IsGenericType: false }) && answers.Count > 0 && !answers.Exists(CanBeOverridden);
    }

    private static IEnumerable<(int Ordinal, IOperation Value)> Passed(IEnumerable<IArgumentOperation> arguments) => arguments.Where(a => a.Parameter is not null).Select(a => (a.Parameter!.Ordinal, a.Value));

    private bool AddCall(IEnumerable<(int Ordinal, IOperation Value)> passed, IMethodSymbol method, BodyTypes types, bool writesOnly = false)
    {
        var arguments = new ITypeSymbol?[method.Parameters.Length];
        var handed = ImmutableDictionary<int, int>.Empty;
        var bare = ImmutableDictionary<int, BareValue>.Empty;
        foreach (var (ordinal, value) in passed)
        {
            arguments[ordinal] = ArgumentType(value, types);
            if (IsOpen(method.Parameters[ordinal].OriginalDefinition.Type) && BareOf(value) is { } text)
            {
                bare = bare.SetItem(ordinal, text);
            }

            if (BodyOperations.Unwrapped(value) is IParameterReferenceOperation { Parameter: { ContainingSymbol: IMethodSymbol { MethodKind: MethodKind.Ordinary or MethodKind.Constructor } } parameter } && IsOpen(parameter.Type) && !LocalWrites.IsWritten(value, parameter))
            {
                handed = handed.SetItem(ordinal, parameter.Ordinal);
            }
        }

        types.Add(method, [.. arguments], writesOnly, handed, bare);
        return true;
    }

    /// <summary>The same of the constructor of a result that calls another one of its own.</summary>
    public bool AddCall(IInvocationOperation call, BodyTypes types) => AddCall(Passed(call.Arguments), call.TargetMethod, types);

    /// <summary>The type of what is handed over; of a local that may be anything, of what was assigned to it.</summary>
    private ITypeSymbol? ArgumentType(IOperation argument, BodyTypes around)
    {
        var value = BodyOperations.Unwrapped(argument);
        if (value?.Type is not { } type || (returnTypes.Tells(type) && !WireTypes.Holds(type, WireTypes.IsUntyped)))
        {
            return value?.Type;
        }

        var types = new BodyTypes();
        var isRead = Read(value, types);
        var bodies = types.ToBodies(isRead);
        around.AddFillings(bodies.Calls);
        return value is ILocalReferenceOperation && isRead && !returnTypes.Tells(type) && bodies.Types.Concat(bodies.Texts.Select(t => t.Type)).ToList() is { Count: 1 } only ? only[0] : type;
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
                return BodyOperations.Returned(lambda.Body).Aggregate(true, (known, value) => Read(value, types, depth + 1) && known);
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

    public bool ReadResult(IEnumerable<IArgumentOperation> arguments, ITypeSymbol result, BodyTypes types, int depth)
    {
        var bodies = arguments.Where(a => a.Parameter is { } p && BodyParameters.Contains(p.Name)).ToList();
        var complete = !arguments.Any(IsOwnOptions);
        foreach (var text in arguments.Where(a => a.Parameter?.Name is "detail" or "title" && a.Value is not IDefaultValueOperation))
        {
            AddBare(text.Value, types, text.Parameter!.Name); // Problem(detail: …)
        }

        foreach (var more in arguments.Where(a => a.Parameter?.Name is "errors" or "extensions" or "problemDetails" && !IsDefault(a)))
        {
            complete = more.Parameter!.Name == "problemDetails" && Read(more.Value, types, depth + 1) && complete;
        }

        if (bodies.Count == 0 && !complete)
        {
            return false;
        }

        if (bodies.Count == 0)
        {
            // No body, or one that is not an object: File, Content, Stream say nothing about what they send.
            return result.Name is not ("FileResult" or "FileContentResult" or "FileStreamResult" or "PhysicalFileResult" or "VirtualFileResult"
                or "ContentResult" or "ViewResult" or "FileStreamHttpResult" or "FileContentHttpResult" or "PushStreamHttpResult");
        }

        return bodies.Aggregate(complete, (known, body) => Read(body.Value, types, depth + 1) && known);
    }

    /// <summary>Whether a result is written by options of its own: other names, other members.</summary>
    private static bool IsOwnOptions(IArgumentOperation argument) =>
        argument.Parameter is { Name: "options" or "serializerSettings" or "jsonTypeInfo" or "context" or "jsonSerializerOptions" } && !IsDefault(argument) && argument.Value.Type?.SpecialType != SpecialType.System_String;

    private static bool IsDefault(IArgumentOperation argument) => argument.ArgumentKind == ArgumentKind.DefaultValue || argument.Value.ConstantValue is { HasValue: true, Value: null };

    /// <summary>What each event carries: a stream of values, or of <c>SseItem</c> around such.</summary>
    private ITypeSymbol? EventOf(ITypeSymbol? values) => values?.ArgumentOf(known.AsyncEnumerableOfT) is { } item && item is INamedTypeSymbol { Name: "SseItem", TypeArguments: { Length: 1 } data } ? data[0] : values?.ArgumentOf(known.AsyncEnumerableOfT);

    /// <summary>Factories of results that send text or bytes, of which nothing is known.</summary>
    private static bool WritesBytes(string factory) => factory is "Text" or "Content" or "File" or "PhysicalFile" or "Bytes" or "Stream" or "View" or "PartialView";

    private bool ReadInitializer(IObjectOrCollectionInitializerOperation? initializer, BodyTypes types, int depth) =>
        initializer is null || initializer.Initializers.OfType<ISimpleAssignmentOperation>()
            .Where(a => a.Target is IPropertyReferenceOperation { Property.Name: "Value" })
            .Aggregate(true, (known, a) => Read(a.Value, types, depth + 1) && known);

    /// <summary>Simple local flow: the union of everything that is assigned to the local; of one that goes into itself, once.</summary>
    private bool ReadLocal(ILocalReferenceOperation reference, BodyTypes types, int depth) => types.Once(reference.Local, () =>
        (LocalWrites.ValuesOf(reference) is { Count: > 0 } values && values.Aggregate(true, (known, value) => Read(value, types, depth + 1) && known))
        || ((returnTypes.Tells(reference.Type) || reference.Type is ITypeParameterSymbol) && returnTypes.Read(reference.Type, types)));
}
