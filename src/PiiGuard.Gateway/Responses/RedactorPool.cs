using System.Collections.Concurrent;
using PiiGuard.Redaction;

namespace PiiGuard.Gateway.Responses;

/// <summary>Redactors with buffers that have grown already, so that a response takes nothing new from the heap.</summary>
internal sealed class RedactorPool(TimeProvider time) : IDisposable
{
    private const int MaxKept = 256;
    private const int MaxKeptBytes = 512 << 10;

    private readonly ConcurrentQueue<JsonRedactor> _kept = new();

    public JsonRedactor Rent(RedactionPlan plan, RedactionLimits limits, string caller, DocumentFormat format)
    {
        if (!_kept.TryDequeue(out var redactor))
        {
            return new(plan, limits, caller, time, format);
        }

        redactor.Reset(plan, limits, caller, time, format);
        return redactor;
    }

    public void Return(JsonRedactor redactor)
    {
        if (redactor.BufferBytes <= MaxKeptBytes && _kept.Count < MaxKept)
        {
            _kept.Enqueue(redactor);
        }
        else
        {
            redactor.Dispose();
        }
    }

    public void Dispose()
    {
        while (_kept.TryDequeue(out var redactor))
        {
            redactor.Dispose();
        }
    }
}
