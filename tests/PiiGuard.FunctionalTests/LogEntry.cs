using Microsoft.Extensions.Logging;

namespace PiiGuard.FunctionalTests;

internal sealed record LogEntry(EventId Event, LogLevel Level, string Text, IReadOnlyDictionary<string, object?> Values);
