using CarrierApi;

await CarrierApiApp.Build(args).RunAsync();
