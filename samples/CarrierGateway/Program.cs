using CarrierGateway;

await CarrierGatewayApp.Build(args).RunAsync();
