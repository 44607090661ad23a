using PiiGuard.Cli;

return await CommandLine.RunAsync(args, Console.Out, Console.Error, Console.IsErrorRedirected ? null : Console.Error);
