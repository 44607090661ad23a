namespace PiiGuard.Gateway.Responses.Decoding;

/// <summary>Too much comes out of too little: a compression bomb.</summary>
internal sealed class InflatedBodyException() : IOException("More comes out of the body than its size allows.");
