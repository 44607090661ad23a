using CarrierApi.Data;
using CarrierApi.Models;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CarrierApi.Endpoints;

/// <summary>The lines of a customer and the usage of one, as minimal APIs.</summary>
public static class LineEndpoints
{
    public static IEndpointRouteBuilder MapLines(this IEndpointRouteBuilder app)
    {
        var customer = app.MapGroup("/customers/{id}");
        customer.MapGet("/lines", Lines);
        customer.MapGet("/usage", (string id, CustomerDirectory directory) => directory.Find(id) is { } found
            ? Results.Ok(new { found.CustomerId, found.Lines[0].Msisdn, found.Lines[0].DataUsageBytes })
            : Results.NotFound());
        return app;
    }

    private static Results<Ok<IReadOnlyList<SubscriberLine>>, NotFound> Lines(string id, CustomerDirectory directory) =>
        directory.Find(id) is { } customer ? TypedResults.Ok(customer.Lines) : TypedResults.NotFound();
}
