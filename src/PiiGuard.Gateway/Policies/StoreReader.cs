namespace PiiGuard.Gateway.Policies;

/// <summary>Reads the section <c>Store</c>.</summary>
internal static class StoreReader
{
    /// <param name="section">The section.</param>
    /// <param name="contentRoot">Folder to which the file is relative.</param>
    /// <param name="hasDigestKey">Whether digests mean the same after a restart.</param>
    public static StoreRules Read(SectionReader section, string contentRoot, bool hasDigestKey)
    {
        var kind = section.OneOf("Kind", StoreKind.Memory);
        if (kind != StoreKind.Memory && !hasDigestKey)
        {
            section.Mistake("Kind", $"'{kind}' needs PiiGuard:DigestKey: under a key that is new at every start nobody would be known again (openssl rand -base64 32)");
        }

        var mode = section.OneOf("Mode", StoreMode.Exact);
        if (mode == StoreMode.Leased && kind != StoreKind.PostgreSql)
        {
            section.Mistake("Mode", $"'{mode}' is of a store that several gateways share; expected Kind 'PostgreSql'");
        }

        var file = kind == StoreKind.PostgreSql && mode == StoreMode.Exact
            ? section.Text("File") ?? "" // only for what leaves while the server is away
            : Only(section, "File", kind == StoreKind.Sqlite || mode == StoreMode.Leased);
        var deadline = section.Integer("DeadlineMilliseconds", 250, 1, 60_000);
        var rules = new StoreRules
        {
            Kind = kind,
            Mode = mode,
            File = file.Length == 0 ? "" : Path.Combine(contentRoot, file),
            Connection = Only(section, "Connection", kind == StoreKind.PostgreSql),
            Nodes = section.Integer("Nodes", 1, 1, 1_000),
            Deadline = TimeSpan.FromMilliseconds(deadline),
            CommitDelay = TimeSpan.FromMilliseconds(section.Integer("CommitDelayMilliseconds", Math.Min(5, deadline / 2), 0, 1_000)),
            QueueEntries = section.Integer("QueueEntries", 10_000, 1, 1_000_000),
        };
        if (rules.CommitDelay >= rules.Deadline)
        {
            section.Mistake("CommitDelayMilliseconds", $"'{rules.CommitDelay.TotalMilliseconds}' is not below DeadlineMilliseconds, {deadline}: nobody would wait that long");
        }

        if (rules.File.Length > 0 && Path.GetDirectoryName(Path.GetFullPath(rules.File)) is { } folder && !Directory.Exists(folder))
        {
            section.Mistake("File", $"'{file}' is in a folder that does not exist: '{folder}'");
        }

        rules = rules with { WhenDown = ReadWhenDown(section, rules) };

        if (kind != StoreKind.PostgreSql && rules.Nodes > 1)
        {
            section.Mistake("Nodes", $"'{rules.Nodes}' gateways cannot share what is kept in '{kind}'; expected Kind 'PostgreSql'");
        }

        section.NoOtherKeys();
        return rules;
    }

    /// <summary>What holds while the store cannot be asked: of all tiers, or of one.</summary>
    public static WhenDown ReadWhenDown(SectionReader section, StoreRules store)
    {
        var whenDown = section.OneOf("WhenDown", store.WhenDown);
        if (whenDown == WhenDown.Closed || store is { Kind: StoreKind.PostgreSql, Mode: StoreMode.Exact, File.Length: > 0 })
        {
            return whenDown;
        }

        if (store is { Kind: StoreKind.PostgreSql, Mode: StoreMode.Exact })
        {
            section.Mistake("WhenDown", $"'{whenDown}' needs PiiGuard:Store:File: what leaves while the server is away has to be entered somewhere");
        }
        else if (store.Kind != StoreKind.PostgreSql)
        {
            section.Mistake("WhenDown", $"'{whenDown}' is of a store that several gateways share; with '{store.Kind}' it is 'Closed'");
        }
        else
        {
            section.Mistake("WhenDown", $"'{whenDown}' is not for 'Leased': a gateway goes on with its shares for as long as they are its own; expected 'Closed'");
        }

        return WhenDown.Closed;
    }

    /// <summary>A setting that belongs to one kind of store.</summary>
    private static string Only(SectionReader section, string key, bool isItsKind)
    {
        if (isItsKind)
        {
            return section.RequiredText(key) ?? "";
        }

        if (section.Text(key) is not null)
        {
            section.Mistake(key, "does nothing with this Kind of store");
        }

        return "";
    }
}
