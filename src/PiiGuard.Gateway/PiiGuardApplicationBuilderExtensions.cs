using Microsoft.Extensions.DependencyInjection;
using PiiGuard.Gateway;
using PiiGuard.Gateway.Budgets;
using PiiGuard.Gateway.Policies;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Puts PiiGuard into the pipeline of an application.</summary>
public static class PiiGuardApplicationBuilderExtensions
{
    /// <summary>
    /// Guards everything that comes after it, in YARP's pipeline or in that of any ASP.NET Core application: after
    /// <c>UseAuthentication</c>, before the endpoints, and before anything else that writes answers.
    /// </summary>
    /// <exception cref="InvalidPolicyException">The configuration has mistakes; all of them are named.</exception>
    /// <exception cref="StoreOpenException">What is spent cannot be kept where the configuration says.</exception>
    /// <exception cref="InvalidOperationException"><c>AddPiiGuard</c> was not called.</exception>
    public static IApplicationBuilder UsePiiGuard(this IApplicationBuilder app)
    {
        // Now rather than at the first request: a policy with mistakes must keep the application from starting.
        _ = app.ApplicationServices.GetService<PolicySource>()
            ?? throw new InvalidOperationException("PiiGuard's services are missing: call services.AddPiiGuard(configuration) first.");
        _ = app.ApplicationServices.GetRequiredService<IBudgetStore>();
        return app.UseMiddleware<PiiGuardMiddleware>();
    }
}
