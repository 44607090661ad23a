using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace PiiGuard.Benchmarks.Redaction;

/// <summary>Pages of a carrier's customers of about 1 kB each, made up by a seed.</summary>
internal static class CustomerPayloads
{
    private static readonly string[] Given = ["Ada", "Grace", "Alan", "Edsger", "Barbara", "Donald", "Radia", "Niklaus"];
    private static readonly string[] Family = ["Lovelace", "Hopper", "Turing", "Dijkstra", "Liskov", "Knuth", "Perlman", "Wirth"];
    private static readonly string[] Streets = ["Mill Road", "Station Street", "High Street", "Garden Lane", "Harbour View"];
    private static readonly string[] Plans = ["Unlimited 5G", "Family 40 GB", "Prepaid S", "Business Flat"];

    private static readonly JsonSerializerOptions Unescaped = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static IEnumerable<Payload> All()
    {
        foreach (var (name, count) in new[] { ("1 kB", 1), ("100 kB", 100), ("10 MB", 10_000) })
        {
            var page = Page(count);
            yield return new(name + " compact", count == 1 ? Serialize(page.Customers[0], CustomerJson.Default.Customer) : Serialize(page, CustomerJson.Default.CustomerPage));
            yield return new(name + " indented", count == 1 ? Serialize(page.Customers[0], IndentedCustomerJson.Default.Customer) : Serialize(page, IndentedCustomerJson.Default.CustomerPage));
        }

        yield return new("100 kB, members come and go", Gappy(Page(100)));
        yield return new("100 kB, keyed by customer", Serialize(Page(100).Customers.ToDictionary(c => c.CustomerId), CustomerJson.Default.DictionaryStringCustomer));
        yield return new("long and non-ASCII strings", JsonSerializer.SerializeToUtf8Bytes(Notes(100), Unescaped));
        yield return new("the same, escaped", Serialize(Notes(100), CustomerJson.Default.CustomerPage));
        yield return new("nothing to redact", Serialize(Stock(1_000), CustomerJson.Default.ListStockItem));
    }

    private static byte[] Serialize<T>(T value, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type) => JsonSerializer.SerializeToUtf8Bytes(value, type);

    private static CustomerPage Page(int count)
    {
        var random = new Random(20_230_105);
        return new(count, 0, [.. Enumerable.Range(0, count).Select(i =>
        {
            var given = Given[random.Next(Given.Length)];
            var family = Family[random.Next(Family.Length)];
            return new Customer(
                $"C{30_000_000 + i}",
                $"{given} {family}",
                $"{random.Next(1940, 2005)}-{random.Next(1, 13):00}-{random.Next(1, 29):00}",
                $"{given}.{family}{random.Next(1000)}@mail.example".ToLowerInvariant(),
                $"+1555{random.Next(1_000_000, 9_999_999)}",
                $"{random.Next(100, 665)}-{random.Next(10, 99)}-{random.Next(1000, 9999)}",
                new($"{random.Next(1, 200)} {Streets[random.Next(Streets.Length)]}", "Springfield", $"{random.Next(10_000, 99_999)}", "US"),
                new($"A-{random.Next(10_000_000, 99_999_999)}", random.Next(0, 30_000) / 100m, "USD", random.Next(2) == 0, $"{random.Next(1000, 9999)}"),
                [.. Enumerable.Range(0, 2).Select(l => new Line(i * 2 + l, Plans[random.Next(Plans.Length)], "active", random.Next(0, 60_000) / 1000.0, 48 + l, ["5G", "eSIM", "roaming"], "2021-03-14T09:26:53Z"))],
                "2019-11-02T10:15:00Z",
                "2026-10-30T16:45:12Z");
        })]);
    }

    /// <summary>As where members that are null are left out: one in four of each customer.</summary>
    private static byte[] Gappy(CustomerPage page)
    {
        var random = new Random(20_230_105);
        var json = JsonSerializer.SerializeToNode(page, CustomerJson.Default.CustomerPage)!;
        foreach (var customer in json["customers"]!.AsArray().Select(c => c!.AsObject()))
        {
            foreach (var name in customer.Select(m => m.Key).Where(_ => random.Next(4) == 0).ToList())
            {
                customer.Remove(name);
            }
        }

        return JsonSerializer.SerializeToUtf8Bytes(json);
    }

    private static CustomerPage Notes(int count)
    {
        var page = Page(count);
        var note = string.Concat(Enumerable.Repeat("Kündigung rückgängig gemacht, Gerät wird überprüft; 次の連絡は月曜日。 ", 8));
        return page with { Customers = [.. page.Customers.Select(c => c with { UpdatedAt = note, Lines = [.. c.Lines.Select(l => l with { Status = note })] })] };
    }

    private static List<StockItem> Stock(int count) =>
        [.. Enumerable.Range(0, count).Select(i => new StockItem($"SKU-{i:00000}", $"Cable {i % 7} m", i % 40, 4.99m + (i % 9), "EUR", i % 2 == 0, ["cable", "usb-c"], new(12.5, 3.25, 0.75)))];
}

internal sealed record CustomerPage(int Total, int Offset, IReadOnlyList<Customer> Customers);

internal sealed record Customer(
    string CustomerId, string FullName, string? BirthDate, string Email, string PhoneNumber, string SocialSecurityNumber, Address BillingAddress, Account? Account,
    IReadOnlyList<Line> Lines, string CreatedAt, string UpdatedAt);

internal sealed record Address(string Street, string City, string PostalCode, string Country);

internal sealed record Account(string Number, decimal Balance, string Currency, bool AutoPay, string Pin);

internal sealed record Line(int LineId, string PlanName, string Status, double UsedGigabytes, int ContractMonths, IReadOnlyList<string> Features, string ActivatedAt);

internal sealed record StockItem(string Sku, string Title, int Quantity, decimal Price, string Currency, bool Available, IReadOnlyList<string> Tags, Dimensions Dimensions);

internal sealed record Dimensions(double Length, double Width, double Height);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(CustomerPage))]
[JsonSerializable(typeof(Customer))]
[JsonSerializable(typeof(List<StockItem>))]
[JsonSerializable(typeof(Dictionary<string, Customer>))]
internal sealed partial class CustomerJson : JsonSerializerContext;

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, WriteIndented = true)]
[JsonSerializable(typeof(CustomerPage))]
[JsonSerializable(typeof(Customer))]
internal sealed partial class IndentedCustomerJson : JsonSerializerContext;
