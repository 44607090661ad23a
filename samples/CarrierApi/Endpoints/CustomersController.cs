using CarrierApi.Data;
using CarrierApi.Models;
using Microsoft.AspNetCore.Mvc;

namespace CarrierApi.Endpoints;

/// <summary>The breach's endpoints: they answer with everything, because nobody decided what their callers need.</summary>
[ApiController]
[Route("customers")]
public sealed class CustomersController(CustomerDirectory directory) : ControllerBase
{
    [HttpGet("{id}")]
    public ActionResult<Customer> Get(string id) => directory.Find(id) is { } customer ? Ok(customer) : NotFound();

    [HttpGet]
    public IActionResult List(int offset = 0, int limit = 20) => Ok(directory.Page(offset, limit));
}
