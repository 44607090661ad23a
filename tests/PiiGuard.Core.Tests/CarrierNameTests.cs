using PiiGuard.Classification;

namespace PiiGuard.Core.Tests;

/// <summary>Names that a carrier's API really has (TM Forum TMF629, 632, 637, 666, 678, CAMARA, CPNI).</summary>
public sealed class CarrierNameTests
{
    private static readonly FieldClassifier Classifier = new();

    [Theory]
    [InlineData("msisdn", PiiCategory.PhoneNumber)]
    [InlineData("MSISDN", PiiCategory.PhoneNumber)]
    [InlineData("imsi", PiiCategory.DeviceId)]
    [InlineData("imei", PiiCategory.DeviceId)]
    [InlineData("iccid", PiiCategory.DeviceId)]
    [InlineData("eid", PiiCategory.DeviceId)]
    [InlineData("simSerialNumber", PiiCategory.DeviceId)]
    [InlineData("equipmentIdentifier", PiiCategory.DeviceId)]
    [InlineData("puk", PiiCategory.Credential)]
    [InlineData("puk1", PiiCategory.Credential)]
    [InlineData("pin2", PiiCategory.Credential)]
    [InlineData("accountPin", PiiCategory.Credential)]
    [InlineData("portOutPin", PiiCategory.Credential)]
    [InlineData("numberTransferPin", PiiCategory.Credential)]
    [InlineData("voicemailPin", PiiCategory.Credential)]
    [InlineData("securityAnswer", PiiCategory.Credential)]
    [InlineData("ratePlan", PiiCategory.Usage)]
    [InlineData("planFeatures", PiiCategory.Usage)]
    [InlineData("tariffName", PiiCategory.Usage)]
    [InlineData("callDetailRecord", PiiCategory.Usage)]
    [InlineData("dataUsage", PiiCategory.Usage)]
    [InlineData("calledNumber", PiiCategory.PhoneNumber)]
    [InlineData("callingNumber", PiiCategory.PhoneNumber)]
    [InlineData("mdn", PiiCategory.PhoneNumber)]
    [InlineData("ctn", PiiCategory.PhoneNumber)]
    [InlineData("cellId", PiiCategory.Location)]
    [InlineData("lastKnownLocation", PiiCategory.Location)]
    [InlineData("billingAccountNumber", PiiCategory.AccountNumber)]
    [InlineData("ban", PiiCategory.AccountNumber)]
    [InlineData("customerNumber", PiiCategory.AccountNumber)]
    [InlineData("networkAccessIdentifier", PiiCategory.AccountNumber)]
    [InlineData("subscriberName", PiiCategory.PersonName)]
    [InlineData("givenName", PiiCategory.PersonName)]
    [InlineData("familyNameAtBirth", PiiCategory.PersonName)]
    [InlineData("street1", PiiCategory.PostalAddress)]
    [InlineData("postCode", PiiCategory.PostalAddress)]
    [InlineData("serviceAddress", PiiCategory.PostalAddress)]
    [InlineData("dateOfBirth", PiiCategory.BirthDate)]
    [InlineData("creditScore", PiiCategory.Financial)]
    [InlineData("socialSecurityNumber", PiiCategory.GovernmentId)]
    public void Name_is_found(string name, PiiCategory category) => Assert.Equal(category, Classifier.Classify(new(name)).Category);

    [Theory]
    [InlineData("value", "characteristic", ClassificationRule.MayCarryAnything)]
    [InlineData("value", "ProductCharacteristicDto", ClassificationRule.MayCarryAnything)]
    [InlineData("value", "Customer", ClassificationRule.NoTerm)]
    public void Value_of_a_bag_may_carry_anything(string name, string owner, ClassificationRule rule) => Assert.Equal(rule, Classifier.Classify(new(name, owner)).Rule);

    [Theory]
    [InlineData("birthDate", PiiCategory.PersonName)]
    [InlineData("familyName", PiiCategory.PersonName)]
    [InlineData("price", null)]
    [InlineData("createdBy", null)] // is somebody else
    [InlineData("author", null)]
    [InlineData("acknowledgedBy", null)]
    [InlineData("customerName", null)]
    public void Sibling_tells_a_person(string sibling, PiiCategory? category) =>
        Assert.Equal(category, Classifier.Classify(new("name", "Frobnication", Siblings: ["name", sibling])).Category);

    [Theory]
    [InlineData("x1", "email", PiiCategory.EmailAddress)]
    [InlineData("contact", "phone", PiiCategory.PhoneNumber)]
    [InlineData("x1", "date", null)]
    public void Format_tells_what_it_is(string name, string format, PiiCategory? category) => Assert.Equal(category, Classifier.Classify(new(name, Format: format)).Category);

    [Fact]
    public void Annotation_outweighs_the_name()
    {
        Assert.Null(Classifier.Classify(new("email", Annotation: new(false))).Category);
        Assert.Equal(PiiCategory.Location, Classifier.Classify(new("email", Annotation: new(true, PiiCategory.Location))).Category);
        Assert.Equal(PiiCategory.EmailAddress, Classifier.Classify(new("email", Annotation: new(true))).Category);
        Assert.Equal(PiiCategory.Other, Classifier.Classify(new("shoeSize", Annotation: new(true))).Category);
    }
}
