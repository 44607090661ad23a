using System.CommandLine;
using System.Data.Common;

namespace PiiGuard.Cli;

/// <summary>The commands of <c>piiguard</c>.</summary>
internal static class CommandLine
{
    private const int Failed = 1;
    private const int NotUnderstood = 2;

    /// <summary>Runs what is asked for.</summary>
    /// <param name="args">The command line.</param>
    /// <param name="output">Where answers go.</param>
    /// <param name="error">Where mistakes go.</param>
    /// <param name="progress">Where progress is shown; null: nowhere.</param>
    /// <returns>0 answered, and a verified ledger is whole; 1 it is not, or it cannot be read; 2 the command line is not understood.</returns>
    public static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter error, TextWriter? progress)
    {
        var root = new RootCommand(
            """
            PiiGuard from the command line.

            Exit codes: 0 answered, and a verified ledger is whole; 1 it is not whole, or cannot be read; 2 the command line is not understood.
            """)
        {
            LedgerCommands.New(output, error, new(progress)),
        };
        var parsed = root.Parse(args);
        var configuration = new InvocationConfiguration { Output = output, Error = error, EnableDefaultExceptionHandler = false };
        try
        {
            var code = await parsed.InvokeAsync(configuration);
            return parsed.Errors.Count > 0 ? NotUnderstood : code;
        }
        catch (Exception e) when (e is CommandException or DbException or IOException or UnauthorizedAccessException)
        {
            await error.WriteLineAsync(e.Message);
            return Failed;
        }
    }
}
