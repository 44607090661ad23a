using System.CommandLine;
using System.Data.Common;
using PiiGuard.Gateway.PostgreSql;
using PiiGuard.Gateway.Sqlite;

namespace PiiGuard.Cli;

/// <summary>The options that say where the ledger is, and under which key it was written.</summary>
internal sealed class LedgerSource
{
    private const string KeyVariable = "PiiGuard__DigestKey";

    private readonly Option<FileInfo?> _sqlite = new("--sqlite") { Description = "The file of PiiGuard:Store:File.", HelpName = "FILE", Recursive = true };
    private readonly Option<string?> _postgreSql = new("--postgresql") { Description = "The connection string of PiiGuard:Store:Connection, of a user who may read.", HelpName = "CONNECTION", Recursive = true };
    private readonly Option<FileInfo?> _key = new("--key")
    {
        Description = $"A file with PiiGuard:DigestKey in base64. Default: the environment variable {KeyVariable}.", HelpName = "FILE", Recursive = true,
    };

    /// <summary>Adds the options to a command, for those below it.</summary>
    public void AddTo(Command command)
    {
        command.Options.Add(_sqlite);
        command.Options.Add(_postgreSql);
        command.Options.Add(_key);
        foreach (var below in command.Subcommands)
        {
            below.Validators.Add(result =>
            {
                if (result.GetResult(_sqlite) is null == result.GetResult(_postgreSql) is null)
                {
                    result.AddError("Where is the ledger? Expected one of --sqlite FILE and --postgresql CONNECTION.");
                }
            });
        }
    }

    /// <summary>Opens the ledger as it is now: what is written meanwhile is not seen.</summary>
    /// <exception cref="CommandException">It cannot be opened.</exception>
    public DbConnection Open(ParseResult parsed)
    {
        try
        {
            return parsed.GetValue(_sqlite) is { } file ? SqliteLedger.OpenToRead(file.FullName) : PostgreSqlLedger.OpenToRead(parsed.GetValue(_postgreSql)!);
        }
        catch (Gateway.Budgets.StoreOpenException e)
        {
            throw new CommandException(e.Message);
        }
    }

    /// <summary>The key under which the ledger was written.</summary>
    /// <exception cref="CommandException">There is none, or it is none.</exception>
    public byte[] Key(ParseResult parsed)
    {
        var file = parsed.GetValue(_key);
        var text = file is null ? Environment.GetEnvironmentVariable(KeyVariable) : File.ReadAllText(file.FullName).Trim();
        var key = new byte[text?.Length ?? 0];
        return text is null
            ? throw new CommandException($"This needs the key under which the ledger was written: --key FILE, or the environment variable {KeyVariable}.")
            : Convert.TryFromBase64String(text, key, out var length) && length >= 16
                ? key[..length]
                : throw new CommandException($"{file?.FullName ?? KeyVariable}: is not a secret of at least 16 bytes in base64.");
    }
}
