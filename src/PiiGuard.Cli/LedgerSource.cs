using System.CommandLine;
using System.Data.Common;
using PiiGuard.Gateway.Ledger;
using PiiGuard.Gateway.PostgreSql;
using PiiGuard.Gateway.Sqlite;

namespace PiiGuard.Cli;

/// <summary>The options that say where the ledger is, and under which key it was written.</summary>
internal sealed class LedgerSource
{
    private const string KeyVariable = "PiiGuard__DigestKey";
    private const string ConnectionVariable = "PiiGuard__Store__Connection";

    private readonly Option<FileInfo?> _sqlite = new("--sqlite") { Description = "The file of PiiGuard:Store:File.", HelpName = "FILE", Recursive = true };
    private readonly Option<string?> _postgreSql = new("--postgresql") { Description = $"The connection string of PiiGuard:Store:Connection, of a user who may read. Without a value: the environment variable {ConnectionVariable}.", HelpName = "CONNECTION", Recursive = true, Arity = ArgumentArity.ZeroOrOne };
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
                else if (result.GetResult(_postgreSql) is { Tokens.Count: 0 } && string.IsNullOrEmpty(Environment.GetEnvironmentVariable(ConnectionVariable)))
                {
                    result.AddError($"--postgresql: a connection string is missing, here and in the environment variable {ConnectionVariable}.");
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
            return parsed.GetValue(_sqlite) is { } file ? SqliteLedger.OpenToRead(file.FullName) : PostgreSqlLedger.OpenToRead(parsed.GetValue(_postgreSql) is { Length: > 0 } text ? text : Environment.GetEnvironmentVariable(ConnectionVariable)!);
        }
        catch (Gateway.Budgets.StoreOpenException e)
        {
            throw new CommandException(e.Message);
        }
    }

    /// <summary>The key under which the ledger was written: under another one nobody would be found, and that would look like an answer.</summary>
    /// <exception cref="CommandException">There is none, or it is another one.</exception>
    public byte[] KeyOf(DbConnection ledger, ParseResult parsed)
    {
        var key = Key(parsed);
        return LedgerChains.Sealed(ledger, new(key)) is not null ? key : throw new CommandException("The ledger was written under another key, or was tampered with.");
    }

    /// <summary>The key that was given.</summary>
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
