using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace PiiGuard.Gateway.Responses;

/// <summary>The response feature of the server, but for its old way to the raw body.</summary>
internal sealed class GuardedResponseFeature(IHttpResponseFeature inner, Stream guarded) : IHttpResponseFeature
{
    public int StatusCode { get => inner.StatusCode; set => inner.StatusCode = value; }

    public string? ReasonPhrase { get => inner.ReasonPhrase; set => inner.ReasonPhrase = value; }

    public IHeaderDictionary Headers { get => inner.Headers; set => inner.Headers = value; }

    public Stream Body { get => guarded; set => throw new NotSupportedException("Set IHttpResponseBodyFeature instead."); }

    public bool HasStarted => inner.HasStarted;

    public void OnStarting(Func<object, Task> callback, object state) => inner.OnStarting(callback, state);

    public void OnCompleted(Func<object, Task> callback, object state) => inner.OnCompleted(callback, state);
}
