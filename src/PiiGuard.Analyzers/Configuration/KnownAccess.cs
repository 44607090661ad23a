using Microsoft.CodeAnalysis;

namespace PiiGuard.Analyzers.Configuration;

/// <summary>The types that say who may call an endpoint, and what a caller may choose. Those that a project does not reference are null.</summary>
/// <param name="find">Finds a type by its metadata name.</param>
internal sealed class KnownAccess(Func<string, INamedTypeSymbol?> find)
{
    /// <summary>Lets anyone in: <c>[AllowAnonymous]</c> and whatever else stands for it.</summary>
    public INamedTypeSymbol? AllowAnonymous { get; } = find("Microsoft.AspNetCore.Authorization.IAllowAnonymous");

    /// <summary><c>[Authorize]</c>.</summary>
    public INamedTypeSymbol? Authorize { get; } = find("Microsoft.AspNetCore.Authorization.AuthorizeAttribute");

    /// <summary>What names a policy or roles.</summary>
    public INamedTypeSymbol? AuthorizeData { get; } = find("Microsoft.AspNetCore.Authorization.IAuthorizeData");

    /// <summary>What carries requirements of its own.</summary>
    public INamedTypeSymbol? AuthorizationRequirementData { get; } = find("Microsoft.AspNetCore.Authorization.IAuthorizationRequirementData");

    /// <summary>A filter that decides itself.</summary>
    public INamedTypeSymbol? AuthorizationFilter { get; } = find("Microsoft.AspNetCore.Mvc.Filters.IAuthorizationFilter");

    /// <summary>The same, asynchronously.</summary>
    public INamedTypeSymbol? AsyncAuthorizationFilter { get; } = find("Microsoft.AspNetCore.Mvc.Filters.IAsyncAuthorizationFilter");

    /// <summary>A filter around an action, which may ask who is calling.</summary>
    public INamedTypeSymbol? ActionFilter { get; } = find("Microsoft.AspNetCore.Mvc.Filters.IActionFilter");

    /// <summary>The same, asynchronously.</summary>
    public INamedTypeSymbol? AsyncActionFilter { get; } = find("Microsoft.AspNetCore.Mvc.Filters.IAsyncActionFilter");

    /// <summary>A controller whose parameters come from the query where nothing else is said: <c>[ApiController]</c>.</summary>
    public INamedTypeSymbol? ApiController { get; } = find("Microsoft.AspNetCore.Mvc.ApiControllerAttribute");

    /// <summary>Says where MVC takes a parameter from.</summary>
    public INamedTypeSymbol? BindingSource { get; } = find("Microsoft.AspNetCore.Mvc.ModelBinding.IBindingSourceMetadata");

    /// <summary>A parameter from the query.</summary>
    public INamedTypeSymbol? FromQuery { get; } = find("Microsoft.AspNetCore.Http.Metadata.IFromQueryMetadata");

    /// <summary>A parameter from the route.</summary>
    public INamedTypeSymbol? FromRoute { get; } = find("Microsoft.AspNetCore.Http.Metadata.IFromRouteMetadata");

    /// <summary>Bounds a number: <c>[Range]</c>.</summary>
    public INamedTypeSymbol? Range { get; } = find("System.ComponentModel.DataAnnotations.RangeAttribute");
}
