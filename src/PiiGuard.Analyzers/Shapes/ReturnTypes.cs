using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using PiiGuard.Analyzers.Configuration;

namespace PiiGuard.Analyzers.Shapes;

/// <summary>What the return type of a handler says about the bodies that it sends.</summary>
internal sealed class ReturnTypes(KnownSymbols known)
{
    /// <summary>What a return type says.</summary>
    public ResponseBodies Of(ITypeSymbol returnType)
    {
        var types = new BodyTypes();
        return types.ToBodies(Read(returnType, types));
    }

    /// <summary>What the declaration of a handler says.</summary>
    public ResponseBodies Of(IMethodSymbol handler) => Of(handler, WritesItself(handler));

    /// <summary>What the declaration of a handler says.</summary>
    /// <param name="handler">The handler.</param>
    /// <param name="writesItself">Whether it may write what no return type tells.</param>
    public ResponseBodies Of(IMethodSymbol handler, bool writesItself)
    {
        var declared = Of(handler.ReturnType);
        if (known.Frameworks.ServerStreamWriter is not null && handler.Parameters.Select(p => p.Type).OfType<INamedTypeSymbol>().FirstOrDefault(t => t.IsSame(known.Frameworks.ServerStreamWriter)) is { } stream)
        {
            return new([known.AsyncEnumerableOfT?.Construct(stream.TypeArguments[0]) ?? stream.TypeArguments[0]], Complete: true);
        }

        if (declared is not { Types.Count: 0, ResultTypes.Count: 0 })
        {
            return declared;
        }

        // The type says nothing; an attribute may claim something, which the body can disprove.
        var claimed = declared.Complete ? [] : Claimed(handler).ToList();
        return claimed.Count > 0 ? new(claimed, Complete: false) : declared with { Complete = declared.Complete && !writesItself };
    }

    /// <summary>The bodies of success that <c>[ProducesResponseType]</c> names, on the handler or on the API convention that it follows.</summary>
    private IEnumerable<ITypeSymbol> Claimed(IMethodSymbol handler) =>
        from attribute in handler.GetAttributes().Concat(ConventionOf(handler)?.GetAttributes() ?? [])
        where attribute.AttributeClass.Is(known.ProducesResponseType) || attribute.AttributeClass.IsSame(known.Produces)
        let arguments = attribute.ConstructorArguments.Concat(attribute.NamedArguments.Select(n => n.Value)).Flat().Select(a => a.Value).ToList()
        where attribute.AttributeClass.IsSame(known.Produces) || arguments.Any(a => a is >= 200 and < 300)
        let type = attribute.AttributeClass!.IsGenericType ? attribute.AttributeClass.TypeArguments[0] : arguments.OfType<ITypeSymbol>().FirstOrDefault()
        where type is not null && type.SpecialType is not SpecialType.System_Void
        select type;

    /// <summary>
    /// The method of an API convention that stands for an action: the one that <c>[ApiConventionMethod]</c> names; else, of the types that <c>[ApiConventionType]</c> names for the controller
    /// or the assembly, the one whose name the action has, or begins with where the convention says so.
    /// </summary>
    private IMethodSymbol? ConventionOf(IMethodSymbol handler)
    {
        if (handler.Attribute(known.ApiConventionMethod) is { ConstructorArguments: { Length: 2 } named } && named[0].Value is INamedTypeSymbol convention && named[1].Value is string name)
        {
            return convention.GetMembers(name).OfType<IMethodSymbol>().FirstOrDefault();
        }

        return handler.ContainingType?.SelfAndBases().Append<ISymbol>(handler.ContainingAssembly).SelectMany(s => s.GetAttributes())
            .Where(a => a.AttributeClass.IsSame(known.ApiConventionType)).Select(a => a.ConstructorArguments.FirstOrDefault().Value).OfType<INamedTypeSymbol>()
            .SelectMany(t => t.GetMembers().OfType<IMethodSymbol>().Where(m => m is { IsStatic: true, MethodKind: MethodKind.Ordinary }))
            .FirstOrDefault(m => handler.Name == m.Name || (IsPrefix(m) && handler.Name.StartsWith(m.Name, StringComparison.Ordinal) && (handler.Name.Length == m.Name.Length || char.IsUpper(handler.Name[m.Name.Length]))));

        // [ApiConventionNameMatch(ApiConventionNameMatchBehavior.Prefix)]
        static bool IsPrefix(IMethodSymbol convention) =>
            convention.GetAttributes().Any(a => a.AttributeClass?.Name == "ApiConventionNameMatchAttribute" && a.ConstructorArguments.FirstOrDefault().Value is 2);
    }

    private readonly ConcurrentDictionary<ITypeSymbol, bool> _needBodies = new(SymbolEqualityComparer.Default);

    /// <summary>Whether only the body of a method tells what it sends: its type says nothing, or <c>ActionResult&lt;T&gt;</c>, which holds anything.</summary>
    public bool NeedsBody(IMethodSymbol method) =>
        _needBodies.GetOrAdd(method.ReturnType, t => Awaited(t) is var type && (type.IsSame(known.ActionResultOfT) || type is ITypeParameterSymbol || IsEnvelope(type) || WireTypes.Holds(type, IsAnything) || IsTextOrFile(type) || !Of(t).Complete))
        || (WritesItself(method) && !Of(method).Complete)
        || (method.ReturnType.SpecialType == SpecialType.System_String && MakesJson(method))
        || Exports.Makes(Awaited(method.ReturnType), method.Name);

    /// <summary>A result that says by its type that it sends a text or a file, and not of what.</summary>
    private bool IsTextOrFile(ITypeSymbol type) => type.Name is "FileContentHttpResult" or "FileStreamHttpResult" or "ContentHttpResult" || (IsTypedResult(type) && Of(type).ResultTypes.Any(WireTypes.IsText));

    /// <summary>A text that is made of an object: <c>static string ToJson(this object value) => JsonConvert.SerializeObject(value)</c>. By the syntax, as it is asked of every method.</summary>
    private static bool MakesJson(IMethodSymbol method) => method.DeclaringSyntaxReferences.Any(r => r.GetSyntax().DescendantNodes().OfType<MemberAccessExpressionSyntax>()
        .Any(m => m.Name.Identifier.ValueText is "SerializeObject" or "Serialize" && m.Expression is IdentifierNameSyntax { Identifier.ValueText: "JsonConvert" or "JsonSerializer" } or MemberAccessExpressionSyntax { Name.Identifier.ValueText: "JsonConvert" or "JsonSerializer" }));

    /// <summary>Who fills a dictionary or list of such tells what it holds.</summary>
    private static bool IsAnything(ITypeSymbol type) => type.TypeKind is not (TypeKind.TypeParameter or TypeKind.Error or TypeKind.Interface) && WireTypes.IsUntyped(type);

    /// <summary>A type of this compilation with a member that holds anything: who makes it tells what that is. Asked of what every method returns, so from the syntax alone.</summary>
    private bool IsEnvelope(ITypeSymbol type) => known.IsOurs(type) && type.SelfAndBases().Where(known.IsOurs).SelectMany(t => t.DeclaringSyntaxReferences).Select(r => r.GetSyntax()).OfType<TypeDeclarationSyntax>()
        .Any(d => d.Members.OfType<PropertyDeclarationSyntax>().Any(p => HoldsAnything(p.Type, p.AttributeLists)) || d.ParameterList?.Parameters.Any(p => p.Type is { } held && HoldsAnything(held, p.AttributeLists)) == true);

    private static bool HoldsAnything(TypeSyntax type, SyntaxList<AttributeListSyntax> attributes) =>
        (type is NullableTypeSyntax nullable ? nullable.ElementType : type) is PredefinedTypeSyntax { Keyword.ValueText: "object" } or SimpleNameSyntax { Identifier.ValueText: "dynamic" or "Object" or "JsonElement" or "JsonNode" or "JsonObject" or "JToken" or "JObject" }
        && !attributes.Any(l => l.Attributes.Any(a => a.Name.SimpleName() is "JsonIgnore" or "JsonIgnoreAttribute"));

    /// <summary>A handler that is given the response can write to it what no return type tells.</summary>
    public static bool WritesItself(IMethodSymbol handler) => handler.Parameters.Any(p => p.Type.Name is "HttpContext" or "HttpResponse");

    /// <summary><c>TypedResults</c> types are closed: the declaration is what is sent. <c>ActionResult&lt;T&gt;</c> and plain types are not.</summary>
    public bool IsTypedResult(ITypeSymbol type) => Awaited(type).Is(known.Result);

    /// <summary>Whether an <c>IResult</c> writes it, and not the formatter of MVC.</summary>
    public bool IsResult(ITypeSymbol type) => Awaited(type).Is(known.Result) && !Awaited(type).Is(known.ActionResult);

    /// <summary>Whether the type of a value tells what is sent.</summary>
    public bool Tells(ITypeSymbol? type) =>
        type is not null && type.SpecialType != SpecialType.System_Object && !known.IsUntypedResult(type) && !WireTypes.IsJson(type) && type is not (IDynamicTypeSymbol or ITypeParameterSymbol);

    /// <summary>Whether a call or a constructor of ASP.NET Core's makes a result.</summary>
    public bool IsFrameworkResult(ITypeSymbol type, INamespaceSymbol? of) =>
        (known.IsUntypedResult(Awaited(type)) || type.IsSame(known.ActionResultOfT)) && of.IsAspNetCore();

    /// <summary>Whether a type derives straight from a result of MVC that sends an object.</summary>
    public bool IsOwnResult(INamedTypeSymbol type) => type.BaseType is { Name: "ObjectResult" or "JsonResult" or "OkObjectResult" or "BadRequestObjectResult" or "CreatedResult" or "AcceptedResult" } result && result.ContainingNamespace.IsAspNetCore()
        && !type.GetMembers().Any(m => m.Name is "OnFormatting" or "ExecuteResult" or "ExecuteResultAsync"); // there it can become another one

    /// <summary>Adds the body types that a type stands for; false when it says nothing about them.</summary>
    public bool Read(ITypeSymbol? type, BodyTypes types)
    {
        if (type is IDynamicTypeSymbol)
        {
            types.Add(type); // a row, whose columns its query may name
        }

        if (type is null or IErrorTypeSymbol or IDynamicTypeSymbol || type.SpecialType == SpecialType.System_Object)
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
            return Read(awaited, types);
        }

        if (type.IsSame(known.ActionResultOfT))
        {
            return Read(((INamedTypeSymbol)type).TypeArguments[0], types);
        }

        if (type.Is(known.Frameworks.HttpResponseData))
        {
            return false;
        }

        if (type.IsSame(known.Frameworks.SingleResultOfT) || type.IsSame(known.Frameworks.ChannelReaderOfT))
        {
            var item = ((INamedTypeSymbol)type).TypeArguments[0];
            types.Add(type.IsSame(known.Frameworks.SingleResultOfT) ? item : known.AsyncEnumerableOfT?.Construct(item) ?? item);
            return true;
        }

        if (!known.IsUntypedResult(type))
        {
            types.Add(type);
            return true;
        }

        if (type is INamedTypeSymbol { ContainingNamespace: { Name: "HttpResults" } } result && type.TypeKind != TypeKind.Interface)
        {
            if (result.Name == "ServerSentEventsResult")
            {
                types.Streams();
            }

            // Ok, Created<T>, Results<T1, T2>: sealed types of the framework. Those that write bytes of unknown content say nothing.
            return result.Name is not ("FileStreamHttpResult" or "FileContentHttpResult" or "PushStreamHttpResult" or "ContentHttpResult" or "Utf8ContentHttpResult")
                && types.InResult(true, () => result.TypeArguments.Aggregate(true, (known, argument) => Read(argument, types) && known));
        }

        return type.Name is "NoContentResult" or "OkResult" or "NotFoundResult" or "StatusCodeResult" or "RedirectResult";
    }

    public ITypeSymbol Awaited(ITypeSymbol type) =>
        type.IsSame(known.TaskOfT) || type.IsSame(known.ValueTaskOfT) ? ((INamedTypeSymbol)type).TypeArguments[0] : type;
}
