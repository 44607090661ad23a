using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;
using PiiGuard.Classification;
using PiiGuard.Gateway.Budgets;
using PiiGuard.Gateway.Callers;
using PiiGuard.Gateway.Detection;
using PiiGuard.Gateway.Ledger;
using PiiGuard.Gateway.Policies;
using PiiGuard.Gateway.Responses;
using PiiGuard.Gateway.Routing;
using PiiGuard.Gateway.Telemetry;

namespace PiiGuard.Gateway;

/// <summary>Guards everything behind it: who is calling, how much, and what of the answer may go. What cannot be verified does not leave.</summary>
internal sealed class PiiGuardMiddleware(
    RequestDelegate next, PolicySource policies, CallerGuard guard, RedactorPool redactors, TimeProvider time, GatewayMetrics metrics, ILogger<PiiGuardMiddleware> logger)
{
    public Task InvokeAsync(HttpContext context)
    {
        var policy = policies.Current;
        HeaderFilter.RemoveOverrides(context.Request.Headers);
        if (RequestPath.IsAmbiguous(context))
        {
            return RefuseAsync(context, policy, Refusal.PathAmbiguous);
        }

        return policy.UnguardedPaths.Contains(context.Request.PathBase + context.Request.Path) ? next(context) : GuardAsync(context, policy);
    }

    private async Task GuardAsync(HttpContext context, PolicySnapshot policy)
    {
        if (context.Request.Headers.Upgrade.Count > 0 || HttpMethods.IsConnect(context.Request.Method))
        {
            await RefuseAsync(context, policy, Refusal.UpgradeNotAllowed);
            return;
        }

        var (caller, refusal) = CallerResolver.Resolve(context, policy);
        if (caller is null)
        {
            await RefuseAsync(context, policy, refusal!);
            return;
        }

        (refusal, var exceeded) = await guard.EnterAsync(caller, policy.MaxCallers, context.RequestAborted);
        if (refusal is not null)
        {
            await RefuseAsync(context, policy, refusal, caller, exceeded);
            return;
        }

        try
        {
            await ForwardAsync(context, policy, caller);
        }
        finally
        {
            guard.Leave(caller);
        }
    }

    private async Task ForwardAsync(HttpContext context, PolicySnapshot policy, Caller caller)
    {
        var endpoint = policy.Endpoints.Match(context.Request.Method, context.Request.PathBase, context.Request.Path);
        var callerGone = context.RequestAborted;
        var inner = context.Features.GetRequiredFeature<IHttpResponseBodyFeature>();
        var innerResponse = context.Features.GetRequiredFeature<IHttpResponseFeature>();
        using var deadline = new CancellationTokenSource(policy.Limits.FirstByte, time);
        using var leave = callerGone.UnsafeRegister(static d => ((CancellationTokenSource)d!).Cancel(), deadline);
        var charge = new DeliveryCharge(context.Request, policy, caller, guard, endpoint);
        var plan = guard.StepOf(caller) >= DetectionStep.Tighten
            ? policy.TightPlanFor(endpoint, caller.Tier)
            : policy.PlanFor(endpoint, caller.Tier, Explainer(endpoint));
        var body = new GuardedResponseBody(context, inner, policy, caller, charge, plan, charge.MayCut ? policy.BarePlanFor(endpoint, caller.Tier) : plan, redactors, deadline);
        using var expire = deadline.Token.UnsafeRegister(static b => ((GuardedResponseBody)b!).Expire(), body);
        context.RequestAborted = deadline.Token; // so that the application, or the proxy, stops waiting too
        HeaderFilter.PrepareRequest(context.Request.Headers);

        // Callbacks run last in, first out: registered before the application's, this one sees the headers those add.
        context.Response.OnStarting(
            static b =>
            {
                ((GuardedResponseBody)b).SealHead();
                return Task.CompletedTask;
            },
            body);
        DisableSideDoors(context.Features);

        var guarded = new StreamResponseBodyFeature(body);
        context.Features.Set<IHttpResponseBodyFeature>(guarded);
        context.Features.Set<IHttpResponseFeature>(new GuardedResponseFeature(innerResponse, body));
        var outcome = LedgerOutcome.Delivered;
        try
        {
            await next(context);
            await guarded.CompleteAsync();
            await body.FinishAsync();
            outcome = body.IsCut ? LedgerOutcome.SurplusRedacted : outcome;
        }
        catch (ResponseRefusedException)
        {
            outcome = body.Refusal!.Code;
        }
        catch (Exception) when (body.Refusal is not null)
        {
            // Writers wrap what they meet: it is still the refusal.
            outcome = body.Refusal.Code;
        }
        catch (Exception e) when (callerGone.IsCancellationRequested && e is OperationCanceledException or IOException)
        {
            outcome = LedgerOutcome.CallerGone;
        }
        catch (Exception e)
        {
            logger.ApplicationFailed(e.GetType().FullName, e.StackTrace);
            outcome = Refusal.ApplicationFailed.Code;
        }

        context.RequestAborted = callerGone;

        // A proxy answers a failed copy itself; the refusal is the better answer.
        outcome = body.Refusal?.Code ?? outcome;
        if (!body.Finished)
        {
            await EndAsync(context, inner, body, charge, outcome);
        }

        // The response is complete or aborted by now: what is written to the raw body from here on goes nowhere.
        context.Features.Set(innerResponse);
        context.Features.Set(inner);
        charge.NoteOutcome(body.Started ? LedgerOutcome.Partly(outcome) : outcome, body.Report);
        LogResponse(context, policy, caller, endpoint, body, charge, outcome);
        body.Release();
    }

    private static async Task EndAsync(HttpContext context, IHttpResponseBodyFeature inner, GuardedResponseBody body, DeliveryCharge charge, string outcome)
    {
        // Part of an answer must never look like the whole of it.
        if (body.Started || context.Response.HasStarted || outcome == LedgerOutcome.CallerGone)
        {
            context.Abort();
            return;
        }

        try
        {
            await Problem.WriteAsync(context, inner, body.Refusal ?? Refusal.ApplicationFailed, charge.Exceeded, body.SealWith);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // A callback of the application keeps the response from starting: then there is none.
            context.Abort();
        }
    }

    private Action<FieldClassification>? Explainer(MatchedEndpoint endpoint) => logger.IsEnabled(LogLevel.Debug)
        ? found => logger.FieldFound(endpoint.Name ?? "unknown", found.Category!.Value, found.Explain())
        : null;

    /// <summary>Ways to the caller that do not lead through the body: upgrades and trailers.</summary>
    private static void DisableSideDoors(IFeatureCollection features)
    {
        features.Set<IHttpUpgradeFeature>(null);
        features.Set<IHttpExtendedConnectFeature>(null);
        features.Set<IHttpResponseTrailersFeature>(new DroppedTrailers());
    }

    private async Task RefuseAsync(HttpContext context, PolicySnapshot policy, Refusal refusal, Caller? caller = null, QuotaStanding? exceeded = null)
    {
        await Problem.WriteAsync(context, context.Features.GetRequiredFeature<IHttpResponseBodyFeature>(), refusal, exceeded);
        var endpoint = policy.Endpoints.Match(context.Request.Method, context.Request.PathBase, context.Request.Path);
        LogResponse(context, policy, caller, endpoint, body: null, charge: null, refusal.Code);
    }

    private void LogResponse(HttpContext context, PolicySnapshot policy, Caller? caller, MatchedEndpoint endpoint, GuardedResponseBody? body, DeliveryCharge? charge, string outcome)
    {
        var tier = caller?.Tier.Name ?? "none";
        metrics.Response(outcome, tier, charge?.NewSubjects ?? 0);
        if (logger.IsEnabled(LogLevel.Information))
        {
            logger.Response(
                outcome,
                caller?.Id ?? "none",
                tier,
                endpoint.Name ?? context.GetEndpoint()?.DisplayName ?? "unknown",
                context.Response.StatusCode,
                CategoryCounts.Format(body?.Report?.Revealed ?? [], none: "none"),
                CategoryCounts.Format(body?.Report?.Withheld ?? [], none: "none"),
                body?.Report?.Records ?? 0,
                charge?.NewSubjects ?? 0,
                policy.Version);
        }
    }
}
