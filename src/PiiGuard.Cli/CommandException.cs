namespace PiiGuard.Cli;

/// <summary>What was asked for cannot be answered; the message says why.</summary>
internal sealed class CommandException(string message) : Exception(message);
