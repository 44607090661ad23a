using PiiGuard.Gateway.Budgets;
using PiiGuard.Gateway.Host;
using PiiGuard.Gateway.Policies;

const string Help = """
    piiguard-gateway [check] [--urls URL] [--SECTION:KEY=VALUE …]

    The PiiGuard gateway: reads appsettings.json from the present folder (sections PiiGuard, ReverseProxy, Operator; docs/gateway.md),
    environment variables (PiiGuard__DigestKey) and the command line, in that order.

      check    says whether the configuration is right and how many customers can be taken under it, without starting

    Exit codes: 0 ended as asked, 1 failed, 2 the configuration or the store is not usable.
    """;
if (args is ["--help" or "-h" or "help", ..])
{
    Console.WriteLine(Help);
    return 0;
}

try
{
    if (args is ["check", .. var rest])
    {
        Console.WriteLine(GatewayHost.Check(rest));
        return 0;
    }

    if (args is [{ Length: > 0 } word, ..] && word[0] is not ('-' or '/') && !word.Contains('='))
    {
        Console.Error.WriteLine($"'{word}' is no command; there is check, and --help.");
        return 2;
    }

    await GatewayHost.RunAsync(args);
    return 0;
}
catch (Exception e) when (e is InvalidPolicyException or StoreOpenException or OperatorSettingsException or FormatException or InvalidDataException)
{
    Console.Error.WriteLine(e.Message);
    return 2;
}
catch (IOException e)
{
    Console.Error.WriteLine(e.Message); // an address that is in use, for one
    return 1;
}
