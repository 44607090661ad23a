using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace PiiGuard.FunctionalTests;

/// <summary>Everything that an application logs.</summary>
internal sealed class CapturedLogs : ILoggerProvider
{
    private readonly ConcurrentQueue<LogEntry> _entries = [];

    public IReadOnlyList<LogEntry> All => [.. _entries];

    /// <summary>The entries about responses, as their structured values.</summary>
    public IReadOnlyList<IReadOnlyDictionary<string, object?>> Responses => [.. All.Where(e => e.Event.Name == "Response").Select(e => e.Values)];

    /// <summary>The one entry about the one response. It is written after the last byte, so a fast client has to wait for it.</summary>
    public async Task<IReadOnlyDictionary<string, object?>> SingleResponseAsync()
    {
        for (var i = 0; i < 500 && Responses.Count == 0; i++)
        {
            await Task.Delay(10);
        }

        return Assert.Single(Responses);
    }

    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName.StartsWith("PiiGuard", StringComparison.Ordinal) ? LogLevel.Debug : LogLevel.Information);

    private void Add(bool isWanted, LogEntry entry)
    {
        if (isWanted)
        {
            _entries.Enqueue(entry);
        }
    }

    public void Dispose()
    {
        // Nothing to dispose of; the interface asks for it.
    }

    private sealed class Logger(CapturedLogs logs, LogLevel lowest) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= lowest;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            logs.Add(logLevel >= lowest, new(eventId, logLevel, formatter(state, exception) + exception, state is IEnumerable<KeyValuePair<string, object?>> values ? values.ToDictionary() : []));
    }
}
