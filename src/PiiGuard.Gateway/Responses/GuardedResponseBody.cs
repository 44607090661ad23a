using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using PiiGuard.Gateway.Budgets;
using PiiGuard.Gateway.Callers;
using PiiGuard.Gateway.Policies;
using PiiGuard.Redaction;

namespace PiiGuard.Gateway.Responses;

/// <summary>
/// Stands where the application writes its answer. What is written goes into the redactor; what comes out is sent once its
/// subjects are charged. A small answer is held until it is verified whole; a larger one goes record by record, and the
/// connection is aborted when it cannot be finished. Bytes of the application never reach the caller by any other way.
/// </summary>
internal sealed class GuardedResponseBody(
    HttpContext context, IHttpResponseBodyFeature inner, PolicySnapshot policy, Caller caller, CallerAccount account, RedactionPlan plan)
    : WriteOnlyStream
{
    private readonly JsonRedactor _redactor = new(plan, policy.Limits.Document);
    private readonly CancellationToken _callerGone = context.RequestAborted; // the application may put another one there
    private bool _hasBody;
    private bool _sending;
    private Action? _seal;

    /// <summary>Why the answer goes no further; null as long as it does.</summary>
    public Refusal? Refusal { get; private set; }

    /// <summary>When a quota was the reason, how long to wait.</summary>
    public TimeSpan? RetryAfter { get; private set; }

    /// <summary>Whether the head is out, so that the answer cannot be replaced any more.</summary>
    public bool Started { get; private set; }

    /// <summary>Whether everything was sent.</summary>
    public bool Finished { get; private set; }

    /// <summary>Distinct subjects that this answer charged.</summary>
    public int NewSubjects { get; private set; }

    public RedactionReport Report => _redactor.Report;

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_sending)
        {
            throw new InvalidOperationException("The answer cannot be added to while it starts.");
        }

        if (buffer.IsEmpty)
        {
            return;
        }

        if (!_hasBody)
        {
            _hasBody = true;
            CheckHead();
        }

        Verify(r => r.Write(buffer.Span));
        if (_redactor.Output.Length > policy.Limits.HoldBytes)
        {
            await SendPartAsync();
        }
    }

    /// <summary>Nothing is sent before it is verified, whatever the application flushes.</summary>
    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Ends the answer: verifies that it is whole and sends what is held.</summary>
    public async Task FinishAsync()
    {
        ThrowIfRefused();
        if (_hasBody)
        {
            Verify(r => r.Complete());
            Charge();
            await SendAsync(_redactor.Output.Length, isWhole: true);
        }
        else
        {
            Refusal = ResponseCheck.Status(context.Response);
            ThrowIfRefused();
            await StartAsync(contentType: null, contentLength: null);
        }

        await inner.CompleteAsync();
        Finished = true;
    }

    protected override void Dispose(bool disposing)
    {
        _redactor.Dispose();
        base.Dispose(disposing);
    }

    private async Task SendPartAsync()
    {
        _redactor.NameOpenRecords();
        Charge();
        if (_redactor.Releasable == 0 && _redactor.Output.Length > 2L * policy.Limits.HoldBytes)
        {
            Refusal = Refusal.RecordTooLarge;
            ThrowIfRefused();
        }

        await SendAsync(_redactor.Releasable, isWhole: false);
    }

    private async Task SendAsync(int count, bool isWhole)
    {
        if (count == 0)
        {
            return;
        }

        if (!Started)
        {
            CheckHead(); // again: while the body was held, the head may have changed
            ThrowIfRefused();
            await StartAsync(ResponseCheck.MediaType(context.Response), isWhole ? count : null);
        }

        await inner.Stream.WriteAsync(_redactor.Output[..count], _callerGone);
        _redactor.Release(count);
    }

    /// <summary>Sends the head, while nothing but this class can reach the caller. Whatever callbacks make of it, it is what was verified.</summary>
    private async Task StartAsync(string? contentType, long? contentLength)
    {
        var status = context.Response.StatusCode;
        _sending = true;
        _seal = () =>
        {
            context.Response.StatusCode = status;
            HeaderFilter.FilterResponse(context, policy.ForwardedHeaders, contentType, contentLength);
        };
        Started = true;
        await inner.StartAsync(_callerGone);
        _sending = false;
    }

    /// <summary>Puts the verified head back: to be called last of all that is done when the response starts.</summary>
    public void SealHead() => _seal?.Invoke();

    private void CheckHead() => Refusal ??= ResponseCheck.Status(context.Response) ?? ResponseCheck.Body(context.Response, policy);

    private void Charge()
    {
        var subjects = _redactor.TakeSubjects();
        List<ulong> others = [.. subjects];
        others.RemoveAll(s => s == caller.OwnSubject);
        if (account.TryChargeSubjects(caller.Tier, others, out var charged, out var retryAfter))
        {
            NewSubjects += charged;
            return;
        }

        Refusal = caller.Tier.SubjectLimit == 0 ? Refusal.NotOwnData : Refusal.SubjectBudgetExceeded;
        RetryAfter = Refusal.IsQuota ? retryAfter : null;
        ThrowIfRefused();
    }

    private void Verify(Action<JsonRedactor> step)
    {
        ThrowIfRefused();
        try
        {
            step(_redactor);
        }
        catch (DocumentRefusedException e)
        {
            Refusal = Refusal.Of(e.Reason);
            ThrowIfRefused();
        }
    }

    private void ThrowIfRefused()
    {
        if (Refusal is { } refusal)
        {
            throw new ResponseRefusedException(refusal);
        }
    }
}
