using Microsoft.CodeAnalysis;

namespace PiiGuard.Analyzers.Shapes;

/// <summary>A property or field as a serialiser sends it.</summary>
/// <param name="Symbol">The CLR property or field.</param>
/// <param name="Type">Its type.</param>
/// <param name="WireName">Its name on the wire.</param>
/// <param name="IsIgnoredElsewhere">Whether another serialiser is told to ignore it.</param>
internal sealed record WireMember(ISymbol Symbol, ITypeSymbol Type, string WireName, bool IsIgnoredElsewhere);
