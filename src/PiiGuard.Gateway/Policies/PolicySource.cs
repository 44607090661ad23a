using System.Security.Cryptography;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Primitives;
using PiiGuard.Gateway.Telemetry;

namespace PiiGuard.Gateway.Policies;

/// <summary>The snapshot in force. A reload of the configuration swaps it; one with mistakes is logged and changes nothing.</summary>
internal sealed class PolicySource : IDisposable
{
    private readonly IConfigurationSection _section;
    private readonly PolicyReader _reader;
    private readonly ILogger<PolicySource> _logger;
    private readonly IDisposable _reloads;
    private readonly TimeSpan _longestWindow; // at the start
    private volatile PolicySnapshot _current;

    public PolicySource(IConfigurationSection section, IHostEnvironment environment, ILogger<PolicySource> logger)
    {
        _section = section;
        _logger = logger;
        _reader = new(environment.ContentRootPath, RandomNumberGenerator.GetBytes(32));
        _current = _reader.Read(section, version: 1);
        logger.Started(
            string.Join(", ", _current.Tiers.Select(t => $"{t.Name}: {string.Join(" and ", t.Limits.Subjects)} subjects")),
            _current.UnguardedPaths.Count == 0 ? "none" : string.Join(", ", _current.UnguardedPaths.Order()),
            _current.Endpoints.Count);
        logger.BlastRadius(Environment.NewLine + _current.BlastRadius);
        _longestWindow = _current.LongestWindow;
        _reloads = ChangeToken.OnChange(section.GetReloadToken, Reload);
    }

    public PolicySnapshot Current => _current;

    public void Dispose() => _reloads.Dispose();

    private void Reload()
    {
        lock (_reader)
        {
            try
            {
                var next = _reader.Read(_section, _current.Version + 1);
                if (!next.DigestKey.Span.SequenceEqual(_current.DigestKey.Span))
                {
                    throw new InvalidPolicyException([new(_section.Path + ":DigestKey", "cannot change while running: what is spent would be forgotten")]);
                }

                if (next.Store != _current.Store)
                {
                    throw new InvalidPolicyException([new(_section.Path + ":Store", "cannot change while running")]);
                }

                if (next.Store.File.Length > 0 && next.LongestWindow > _longestWindow)
                {
                    // From the file only what counts in the windows of the start was read.
                    throw new InvalidPolicyException([new(_section.Path, $"a subject budget over '{next.LongestWindow.TotalDays:0.###} days' is longer than any at the start and needs a restart: what was delivered before would not count in it")]);
                }

                _current = next;
                _logger.Reloaded(_current.Version);
                _logger.BlastRadius(Environment.NewLine + next.BlastRadius);
            }
            catch (InvalidPolicyException e)
            {
                _logger.ReloadRefused(_current.Version, e.Message);
            }
        }
    }
}
