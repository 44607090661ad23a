using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace PiiGuard.Gateway.Responses;

/// <summary>Takes the trailers of an answer and forgets them: nobody verifies what they say.</summary>
internal sealed class DroppedTrailers : IHttpResponseTrailersFeature
{
    public IHeaderDictionary Trailers { get; set; } = new HeaderDictionary();
}
