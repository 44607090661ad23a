using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using PiiGuard.Gateway.Budgets;
using PiiGuard.Gateway.Callers;
using PiiGuard.Gateway.Policies;
using PiiGuard.Gateway.Responses.Decoding;
using PiiGuard.Redaction;

namespace PiiGuard.Gateway.Responses;

/// <summary>
/// Stands where the application writes its answer. What is written goes into the <see cref="BodyVerifier"/>; what comes out is sent once
/// its subjects are charged. A small answer is held until it is verified whole; a larger one goes record by record, and the
/// connection is aborted when it cannot be finished. Bytes of the application never reach the caller by any other way.
/// </summary>
internal sealed class GuardedResponseBody(
    HttpContext context, IHttpResponseBodyFeature inner, PolicySnapshot policy, Caller caller, DeliveryCharge charge, RedactionPlan plan, RedactionPlan barePlan, RedactorPool redactors, CancellationTokenSource deadline)
    : WriteOnlyStream
{
    private readonly CancellationToken _callerGone = context.RequestAborted;
    private readonly CancellationToken _gone = deadline.Token;
    private readonly string _ifNoneMatch = context.Request.Headers.IfNoneMatch.ToString(); // is gone from the request before the application sees it
    private BodyVerifier? _body;
    private (string Type, string Encoding) _head;
    private DocumentFormat _format;
    private int _busy;
    private bool _isOver;
    private Action? _seal;
    private IReadOnlyList<QuotaStanding> _standing = [];

    /// <summary>Why the answer goes no further; null as long as it does.</summary>
    public Refusal? Refusal { get; private set; }

    /// <summary>Whether the head is out, so that the answer cannot be replaced any more.</summary>
    public bool Started { get; private set; }

    /// <summary>Whether everything was sent.</summary>
    public bool Finished { get; private set; }

    /// <summary>Whether records that exceed a budget went without personal data.</summary>
    public bool IsCut => _body?.IsCut == true;

    /// <summary>What the answer held; null when it had no body.</summary>
    public RedactionReport? Report => _body?.Report;

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (buffer.IsEmpty)
        {
            return;
        }

        Enter();
        try
        {
            await AddAsync(buffer);
        }
        finally
        {
            Leave();
        }
    }

    /// <summary>Nothing is sent before it is verified, whatever the application flushes; streams of documents go as they are verified.</summary>
    public override async Task FlushAsync(CancellationToken cancellationToken)
    {
        if (!TryEnter())
        {
            return; // whoever is writing sends what may go
        }

        try
        {
            if (_body is null && !Started && MediaFormats.Of(ResponseCheck.MediaType(context.Response)) == DocumentFormat.EventStream)
            {
                // Who listens to events waits for the head, and the first event may be long in coming.
                Begin();
                PrepareHead(ResponseCheck.MediaType(context.Response), contentLength: null, tag: null);
                await inner.StartAsync(_gone);
            }

            if (Started && _format != DocumentFormat.Json)
            {
                await inner.Stream.FlushAsync(_gone);
            }
        }
        finally
        {
            Leave();
        }
    }

    /// <summary>Ends the answer: verifies that it is whole and sends what is held.</summary>
    public async Task FinishAsync()
    {
        Enter(); // and nobody after it
        _isOver = true;
        ThrowIfRefused();
        if (_body is not null)
        {
            _body.End();
            await ChargeAsync(_body, isLast: true);
            await SendAsync(_body, _body.Output.Length, isWhole: true);
        }

        if (!Started)
        {
            Refusal = ResponseCheck.Status(context.Response) ?? (_body is null ? await charge.TakeAskedForAsync(context.Response.StatusCode, _gone) : null);
            ThrowIfRefused();
            _standing = await charge.StandingAsync(_gone);
            await SendHeadAsync(tag: null);
        }

        await inner.CompleteAsync();
        Finished = true;
    }

    /// <summary>The time for the answer is over, unless it is so because the caller no longer waits for it.</summary>
    public void Expire() => Refusal ??= Finished || _callerGone.IsCancellationRequested ? null : Refusal.TooSlow;

    /// <summary>Replaces what the head is to be: that of the refusal, when the answer is one.</summary>
    public void SealWith(Action seal) => _seal = seal;

    /// <summary>Puts the verified head back: to be called last of all that is done when the response starts.</summary>
    public void SealHead() => _seal?.Invoke();

    /// <summary>Gives back what the answer has used. The application may dispose of this stream at any time, which means nothing.</summary>
    public void Release()
    {
        // What somebody is writing into at this moment is not given to others.
        if (_isOver || TryEnter())
        {
            _body?.Dispose();
        }
    }

    /// <summary>
    /// One at a time, and nobody after the end: whoever writes while the answer is sent, or when it is over, would write into another one,
    /// since redactors are used again.
    /// </summary>
    private void Enter()
    {
        if (!TryEnter())
        {
            throw new InvalidOperationException("The answer is being written or over.");
        }
    }

    private bool TryEnter() => Interlocked.Exchange(ref _busy, 1) == 0;

    private void Leave() => Volatile.Write(ref _busy, 0);

    private async ValueTask AddAsync(ReadOnlyMemory<byte> buffer)
    {
        ThrowIfRefused();
        var body = _body ?? Begin();
        body.Feed(buffer);
        while (body.VerifyNext())
        {
            await SendIfDueAsync(body);
            ThrowIfRefused();
        }
    }

    /// <summary>The first byte is there: by the head it is known what it has to be.</summary>
    private BodyVerifier Begin()
    {
        BodyDecoder? decoder = null;
        Refusal ??= ResponseCheck.Status(context.Response) ?? ResponseCheck.Body(context.Response, policy, out decoder);
        ThrowIfRefused();
        _head = Head();
        _format = MediaFormats.Of(ResponseCheck.MediaType(context.Response));
        deadline.CancelAfter(_format == DocumentFormat.EventStream ? Timeout.InfiniteTimeSpan : policy.Limits.LastByte);
        var redactor = redactors.Rent(plan, policy.Limits.Document, caller.Id, _format);
        if (charge.MayCut)
        {
            redactor.KeepRecords();
        }

        return _body = new(decoder, redactor, redactors, Refuse);
    }

    private (string Type, string Encoding) Head() => (context.Response.Headers.ContentType.ToString(), context.Response.Headers.ContentEncoding.ToString());

    private async ValueTask SendIfDueAsync(BodyVerifier body)
    {
        if (body.Output.Length > policy.Limits.HoldBytes)
        {
            await ChargeAsync(body, isLast: false, withOpenRecords: true);
            if (body.Releasable == 0 && body.Output.Length > 2L * policy.Limits.HoldBytes)
            {
                throw Refuse(Refusal.RecordTooLarge);
            }

            await SendAsync(body, body.Releasable, isWhole: false);
        }
        else if (_format != DocumentFormat.Json && body.Releasable > 0)
        {
            await ChargeAsync(body, isLast: false);
            await SendAsync(body, body.Releasable, isWhole: false);
        }
    }

    private async Task SendAsync(BodyVerifier body, int count, bool isWhole)
    {
        if (count == 0)
        {
            return;
        }

        if (!Started)
        {
            // Again: while the body was held, the head may have changed.
            Refusal ??= ResponseCheck.Status(context.Response) ?? (Head() == _head ? null
                // A proxy whose upstream fails on the way takes the head back.
                : context.Response is { StatusCode: >= 500, ContentType: null or "" } ? Refusal.BrokenOff : Refusal.MediaTypeNotVerifiable);
            ThrowIfRefused();
            var tag = policy.ViewTags && isWhole && context.Response.StatusCode == StatusCodes.Status200OK && HttpMethods.IsGet(context.Request.Method)
                ? ViewTag.Of(policy.DigestKey.Span, caller, body.Output.Span)
                : null;
            if (tag is not null && ViewTag.IsKnown(_ifNoneMatch, tag))
            {
                context.Response.StatusCode = StatusCodes.Status304NotModified;
                await SendHeadAsync(tag);
                return;
            }

            PrepareHead(ResponseCheck.MediaType(context.Response), isWhole ? count : null, tag);
        }

        // The first write takes the head along: two pieces of a small answer would cost the kernel twice.
        await inner.Stream.WriteAsync(body.Output[..count], _gone);
        body.Release(count);
    }

    private async Task SendHeadAsync(string? tag)
    {
        PrepareHead(contentType: null, contentLength: null, tag);
        await inner.StartAsync(_gone);
    }

    /// <summary>From here on the head may go, and nothing but this class can reach the caller. Whatever callbacks make of it, it is what was verified.</summary>
    private void PrepareHead(string? contentType, long? contentLength, string? tag)
    {
        var status = context.Response.StatusCode;
        _seal = () =>
        {
            context.Response.StatusCode = status;
            HeaderFilter.FilterResponse(context, policy, contentType, contentLength, tag);
            RateLimitFields.Write(context.Response.Headers, _standing, "subjects");
        };
        Started = true;
    }

    private async ValueTask ChargeAsync(BodyVerifier body, bool isLast, bool withOpenRecords = false)
    {
        var isWhole = isLast && !Started && _format == DocumentFormat.Json;
        var (refusal, surplus) = await charge.TakeAsync(body.TakeSubjects(withOpenRecords), body.Report, charge.MayCut && isWhole, _gone);
        if (refusal is null && surplus.Count > 0)
        {
            refusal = Cut(body, surplus);
        }

        // An answer about nobody tells that there is nobody.
        if (refusal is null && isLast && body.Report.Records == 0)
        {
            refusal = await charge.TakeAskedForAsync(context.Response.StatusCode, _gone);
        }

        if (refusal is not null)
        {
            throw Refuse(refusal);
        }

        _standing = Started ? _standing : await charge.StandingAsync(_gone);
    }

    private Refusal? Cut(BodyVerifier body, IReadOnlySet<ulong> surplus)
    {
        var bare = redactors.Rent(barePlan, policy.Limits.Document, caller.Id, _format);
        try
        {
            return body.TryCut(bare, surplus) ? null : Refusal.SubjectBudgetExceeded;
        }
        finally
        {
            redactors.Return(bare);
        }
    }

    private ResponseRefusedException Refuse(Refusal refusal)
    {
        Refusal = refusal;
        return new(refusal);
    }

    private void ThrowIfRefused()
    {
        if (Refusal is { } refusal)
        {
            throw new ResponseRefusedException(refusal);
        }
    }
}
