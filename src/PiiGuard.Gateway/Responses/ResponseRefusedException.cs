namespace PiiGuard.Gateway.Responses;

/// <summary>Tells whoever writes the response that no more of it is wanted. An I/O error, as every writer expects one.</summary>
internal sealed class ResponseRefusedException(Refusal refusal) : IOException(refusal.Title);
