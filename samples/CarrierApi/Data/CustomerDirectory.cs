using System.Globalization;
using CarrierApi.Models;

namespace CarrierApi.Data;

/// <summary>
/// 100,000 customers who do not exist. Each is made from its position alone, so that every run has the same ones and none
/// takes memory. Names are common ones; numbers are from ranges that are reserved for fiction or not assigned.
/// </summary>
public sealed class CustomerDirectory
{
    public const int Count = 100_000;

    private static readonly string[] Given = ["Ada", "Ben", "Carla", "David", "Elena", "Finn", "Greta", "Hassan", "Ines", "Jonas", "Karin", "Luca", "Mara", "Noah", "Olga", "Pablo"];
    private static readonly string[] Family = ["Almeida", "Becker", "Costa", "Dubois", "Engel", "Fischer", "Garcia", "Hoffmann", "Ivanov", "Jansen", "Keller", "Lindgren", "Moreau", "Novak", "Okafor", "Rossi"];
    private static readonly string[] Streets = ["Maple Street", "Station Road", "Church Lane", "Mill Road", "Park Avenue", "High Street", "Garden Way"];
    private static readonly string[] Cities = ["Riverton", "Lakewood", "Fairview", "Greenville", "Ashford", "Milton", "Clinton"];
    private static readonly string[] Plans = ["Unlimited Plus", "Family 4", "Prepaid Basic", "Business Pro"];
    private static readonly string[] Features = ["5G", "Roaming EU", "HD Voice", "Voicemail", "Multi SIM"];
    private static readonly DateOnly FirstBirth = new(1940, 1, 1);

    /// <summary>The customer with an id from <c>C100000</c> to <c>C199999</c>; null for any other.</summary>
    public Customer? Find(string customerId) =>
        customerId.Length == 7 && customerId[0] == 'C' && int.TryParse(customerId.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        && number is >= 100_000 and < 200_000 ? At(number - 100_000) : null;

    /// <summary>A page of customers, in the order of their ids.</summary>
    public CustomerPage Page(int offset, int limit)
    {
        var first = Math.Clamp(offset, 0, Count);
        return new(first, Count, [.. Enumerable.Range(first, Math.Min(Math.Clamp(limit, 0, 500), Count - first)).Select(At)]);
    }

    /// <summary>The customer at a position from 0.</summary>
    public static Customer At(int index)
    {
        // A fixed permutation, so that neighbours have little in common.
        var mixed = (int)((index * 7_919L + 104_729) % 999_983);
        var given = Given[mixed % Given.Length];
        var family = Family[mixed / 16 % Family.Length];
        var number = (100_000 + index).ToString(CultureInfo.InvariantCulture);
        var email = $"{given}.{family}.{number}@example.com".ToLowerInvariant();
        var msisdn = "+1555" + (1_000_000 + index).ToString(CultureInfo.InvariantCulture);
        var address = new PostalAddress
        {
            Street1 = $"{mixed % 240 + 1} {Streets[mixed % Streets.Length]}",
            City = Cities[mixed / 7 % Cities.Length],
            PostCode = (10_000 + mixed % 89_999).ToString(CultureInfo.InvariantCulture),
            Country = "US",
        };
        return new()
        {
            CustomerId = "C" + number,
            Status = "approved",
            CustomerSince = new DateOnly(2008, 1, 1).AddDays(mixed % 5_000),
            EngagedParty = new()
            {
                GivenName = given,
                FamilyName = family,
                BirthDate = FirstBirth.AddDays(mixed % 24_000),
                Gender = mixed % 2 == 0 ? "female" : "male",
                SocialSecurityNumber = $"9{mixed % 100:00}-{mixed % 99 + 1:00}-{mixed % 9_000 + 1_000}",
            },
            ContactMedium =
            [
                new() { MediumType = "email", Preferred = true, EmailAddress = email },
                new() { MediumType = "phone", PhoneNumber = msisdn },
                new() { MediumType = "postalAddress", Address = address },
            ],
            BillingAccount = new()
            {
                AccountNumber = "9" + (600_000_000 + index * 13L).ToString(CultureInfo.InvariantCulture),
                AccountBalance = mixed % 30_000 / 100m,
                Currency = "USD",
                BillingAddress = address,
                BillingEmail = "billing." + email,
            },
            Lines =
            [
                new()
                {
                    Msisdn = msisdn,
                    Imsi = "99970" + (1_000_000_000 + index * 17L).ToString(CultureInfo.InvariantCulture),
                    Iccid = "8999970" + (100_000_000_000 + index * 19L).ToString(CultureInfo.InvariantCulture) + "4",
                    PukCode = (10_000_000 + mixed * 83L).ToString(CultureInfo.InvariantCulture),
                    RatePlan = Plans[mixed % Plans.Length],
                    PlanFeatures = [Features[mixed % 5], Features[(mixed + 2) % 5]],
                    DataUsageBytes = mixed * 1_048_576L,
                },
            ],
            AccountPin = (1_000 + mixed % 9_000).ToString(CultureInfo.InvariantCulture),
        };
    }
}
