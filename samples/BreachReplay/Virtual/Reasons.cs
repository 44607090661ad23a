using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace BreachReplay.Virtual;

/// <summary>What the detection has said of whom.</summary>
internal sealed class Reasons : ILoggerFactory, ILogger
{
    private readonly ConcurrentDictionary<string, string> _last = [];

    /// <summary>The last words about any of these callers.</summary>
    public string? Of(IEnumerable<string> callers) => callers.Select(c => _last.GetValueOrDefault(c)).FirstOrDefault(r => r is not null);

    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException("This one keeps what it is told, and hands nothing on.");

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (state is IEnumerable<KeyValuePair<string, object?>> values && values.ToDictionary() is var named && named.TryGetValue("Caller", out var caller) && named.TryGetValue("Reason", out var reason))
        {
            _last[caller!.ToString()!] = reason!.ToString()!;
        }
    }

    public void Dispose()
    {
        // Nothing is held; the interface asks for it.
    }
}
