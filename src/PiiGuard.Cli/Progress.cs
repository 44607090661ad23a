using System.Globalization;

namespace PiiGuard.Cli;

/// <summary>Shows how far long work is, on one line.</summary>
/// <param name="writer">A terminal; null: nothing is shown.</param>
internal sealed class Progress(TextWriter? writer)
{
    private bool _isShown;

    public void Show(string what, long count)
    {
        writer?.Write(string.Create(CultureInfo.InvariantCulture, $"\r{what}: {count:N0}"));
        _isShown = true;
    }

    /// <summary>Ends the line.</summary>
    public void End()
    {
        if (_isShown)
        {
            writer?.WriteLine();
        }
    }
}
