using PiiGuard.Classification;
using PiiGuard.Taxonomy;
using Xunit;

namespace PiiGuard.Core.Tests;

/// <summary>How the words of a name work together, whatever the words are.</summary>
public sealed class NameStructureTests
{
    private static readonly FieldClassifier Classifier = new();

    /// <summary>A sum or a bound of somebody's money, health or use still says something of them; of anything else it is a question or a setting.</summary>
    [Theory]
    [InlineData("Person", "annualIncomeMax", FieldType.Number, PiiCategory.Financial)]
    [InlineData("Customer", "averageBalance", FieldType.Number, PiiCategory.Financial)]
    [InlineData("Patient", "avgHeartRate", FieldType.Number, PiiCategory.Health)]
    [InlineData("Patient", "heartRateMax", FieldType.Number, PiiCategory.Health)]
    [InlineData("BodyMeasurement", "heartRateAvg", FieldType.Integer, PiiCategory.Health)]
    [InlineData("LoanProduct", "minBalance", FieldType.Number, null)]
    [InlineData("Segment", "avgIncome", FieldType.Number, null)]
    [InlineData("Customer", "maxEmailLength", FieldType.Number, null)]
    [InlineData("Customer", "totalEmails", FieldType.Integer, null)]
    public void Quantity(string owner, string name, FieldType type, PiiCategory? category) => Check(owner, name, type, category);

    [Theory]
    [InlineData("Student", "genderDescriptor", FieldType.Text, PiiCategory.Demographic)]
    [InlineData("Person", "disabilityType", FieldType.Text, PiiCategory.Health)]
    [InlineData("Employee", "disabilityIndicator", FieldType.Text, PiiCategory.Health)]
    [InlineData("Customer", "emailIndicator", FieldType.Text, null)]
    [InlineData("Person", "phoneType", FieldType.Text, null)]
    [InlineData("Report", "disabilityCategory", FieldType.Text, null)]
    [InlineData("Group", "userTypes", FieldType.Object, null)]
    public void Kind_of_health_or_origin(string owner, string name, FieldType type, PiiCategory? category) => Check(owner, name, type, category);

    /// <summary>When, where and what for is no head; of whom is.</summary>
    [Theory]
    [InlineData("Customer", "phoneOnFile", FieldType.Text, PiiCategory.PhoneNumber)]
    [InlineData("Employee", "salaryAtHire", FieldType.Number, PiiCategory.Financial)]
    [InlineData("Address", "addressLine1InWelsh", FieldType.Text, PiiCategory.PostalAddress)]
    [InlineData("Customer", "emailForInvoices", FieldType.Text, PiiCategory.EmailAddress)]
    [InlineData("Customer", "emailSentAt", FieldType.Date, null)]
    [InlineData("Customer", "nameOfProduct", FieldType.Text, null)]
    [InlineData("Form", "nameForEmail", FieldType.Text, PiiCategory.EmailAddress)] // what is personal as a whole stays it
    public void Circumstance(string owner, string name, FieldType type, PiiCategory? category) => Check(owner, name, type, category);

    [Theory]
    [InlineData("Document", "witnessedBy", FieldType.Text, PiiCategory.PersonName)]
    [InlineData("RiskAssessment", "assessedBy", FieldType.Text, PiiCategory.PersonName)]
    [InlineData("LedgerLine", "createdByDisplayName", FieldType.Text, PiiCategory.PersonName)]
    [InlineData("Site", "poweredBy", FieldType.Text, null)]
    [InlineData("Query", "sortedBy", FieldType.Text, null)]
    [InlineData("Document", "isWitnessedBy", FieldType.Boolean, null)]
    [InlineData("Document", "witnessedById", FieldType.Guid, null)]
    public void Who_did_it(string owner, string name, FieldType type, PiiCategory? category) => Check(owner, name, type, category);

    /// <summary>What a document says is of the person before it; its name is its own.</summary>
    [Theory]
    [InlineData("PatientFile", "gender", FieldType.Text, PiiCategory.Demographic)]
    [InlineData("CustomerApplication", "annualIncome", FieldType.Number, PiiCategory.Financial)]
    [InlineData("CustomerReport", "name", FieldType.Text, null)]
    [InlineData("ServerReport", "address", FieldType.Text, null)]
    public void Document(string owner, string name, FieldType type, PiiCategory? category) => Check(owner, name, type, category);

    [Theory]
    [InlineData("Invoice", "contact", PiiCategory.PersonName)]
    [InlineData("Team", "members", PiiCategory.PersonName)]
    [InlineData("Shipment", "recipient", PiiCategory.PersonName)]
    [InlineData("Folder", "parent", null)]
    [InlineData("Server", "agent", null)]
    [InlineData("_links", "customer", null)]
    [InlineData("OrderLinks", "author", null)]
    [InlineData("_links", "creditCard", PiiCategory.PaymentCard)]
    public void Object_that_is_named_after_a_person(string owner, string name, PiiCategory? category) => Check(owner, name, FieldType.Object, category);

    /// <summary>A part of an address needs one beside it, whatever follows it.</summary>
    [Theory]
    [InlineData("Measure", "unitName", null)]
    [InlineData("Report", "areaName", null)]
    [InlineData("Customer", "streetName", PiiCategory.PostalAddress)]
    public void Part_of_an_address(string owner, string name, PiiCategory? category) => Check(owner, name, FieldType.Text, category);

    [Theory]
    [InlineData("Payment", "cvcResult", null)]
    [InlineData("Login", "otpResponseCode", null)]
    [InlineData("Payment", "cvc", PiiCategory.PaymentCard)]
    [InlineData("Login", "accessTokenResponse", PiiCategory.Credential)] // may be the token itself
    [InlineData("Patient", "labResult", PiiCategory.Health)]
    public void Result_of_a_check(string owner, string name, PiiCategory? category) => Check(owner, name, FieldType.Text, category);

    [Theory]
    [InlineData("Patient", "isPregnant", PiiCategory.Health)]
    [InlineData("User", "isEmailVerified", null)]
    public void State_of_a_person(string owner, string name, PiiCategory? category) => Check(owner, name, FieldType.Boolean, category);

    [Theory]
    [InlineData("Payslip", "medicareTax", FieldType.Number, PiiCategory.Financial)]
    [InlineData("PayrollEntry", "housingAllowance", FieldType.Number, PiiCategory.Financial)]
    [InlineData("PayrollEntry", "medicareTaxPolicy", FieldType.Text, null)]
    [InlineData("Invoice", "creditAmountLimit", FieldType.Number, null)]
    public void Record_of_pay(string owner, string name, FieldType type, PiiCategory? category) => Check(owner, name, type, category);

    [Theory]
    [InlineData("ShippingFee", "name", null)]
    [InlineData("DeliverySlot", "name", null)]
    [InlineData("UserBadge", "iconUrl", null)]
    [InlineData("User", "emailQuality", null)]
    [InlineData("Customer", "phoneStyle", null)]
    [InlineData("Schüler", "name", PiiCategory.PersonName)]
    [InlineData("Person", "Führerscheinnummer", PiiCategory.GovernmentId)]
    [InlineData("Empleado", "antigüedad", null)]
    [InlineData("CustomerRef", "name", PiiCategory.PersonName)]
    [InlineData("DocumentNumber", "value", PiiCategory.GovernmentId)]
    [InlineData("CallLogRecord", "duration", PiiCategory.Usage)]
    [InlineData("Category", "parentName", null)]
    [InlineData("Category", "parentEmail", PiiCategory.EmailAddress)]
    [InlineData("Product", "clientEmail", PiiCategory.EmailAddress)]
    [InlineData("Project", "clientName", PiiCategory.PersonName)]
    [InlineData("Student", "parentName", PiiCategory.PersonName)]
    [InlineData("triggeredBy", "displayName", PiiCategory.PersonName)]
    [InlineData("poweredBy", "displayName", null)]
    public void Head(string owner, string name, PiiCategory? category) => Check(owner, name, FieldType.Text, category);

    /// <summary>Things have people: their drivers, holders and teachers; accounts and programs are called so too.</summary>
    [Theory]
    [InlineData("Policy", "policyHolder", FieldType.Text, PiiCategory.PersonName)]
    [InlineData("Policy", "policyHolderName", FieldType.Text, PiiCategory.PersonName)]
    [InlineData("Vehicle", "vehicleOwnerName", FieldType.Text, PiiCategory.PersonName)]
    [InlineData("Course", "courseInstructorName", FieldType.Text, PiiCategory.PersonName)]
    [InlineData("Course", "instructor", FieldType.Text, PiiCategory.PersonName)]
    [InlineData("Shipment", "recipient", FieldType.Text, PiiCategory.PersonName)]
    [InlineData("Vehicle", "driver", FieldType.Text, PiiCategory.PersonName)]
    [InlineData("Site", "siteContactPhone", FieldType.Text, PiiCategory.PhoneNumber)]
    [InlineData("Database", "driver", FieldType.Text, null)]
    [InlineData("Export", "bucketOwner", FieldType.Text, null)]
    [InlineData("Cluster", "instanceGroupManager", FieldType.Text, null)]
    [InlineData("Settings", "packageManager", FieldType.Text, null)]
    [InlineData("Instance", "instanceIdentityDocument", FieldType.Text, null)]
    [InlineData("Queue", "queueWorkerId", FieldType.Text, null)]
    public void People_of_things(string owner, string name, FieldType type, PiiCategory? category) => Check(owner, name, type, category);

    /// <summary>What holds a field is no evidence for a word that it has itself; nor are names that clouds give to what they run.</summary>
    [Theory]
    [InlineData("Condition", "orConditions", FieldType.Object, null)]
    [InlineData("CvssScore", "baseScore", FieldType.Number, null)]
    [InlineData("MonthlyIncome", "net", FieldType.Number, PiiCategory.Financial)]
    [InlineData("Symptom", "details", FieldType.Text, PiiCategory.Health)]
    [InlineData("Patient", "condition", FieldType.Text, PiiCategory.Health)]
    [InlineData("Pool", "phoneNumberArn", FieldType.Text, null)]
    [InlineData("Deployment", "podAffinity", FieldType.Text, null)]
    [InlineData("Customer", "pod", FieldType.Text, PiiCategory.AccountNumber)] // Italy's number of a point of delivery
    [InlineData("Customer", "accountLimit", FieldType.Number, PiiCategory.Financial)]
    [InlineData("Condition", "details", FieldType.Text, PiiCategory.Health)]
    [InlineData("SupplyPoint", "pod", FieldType.Text, PiiCategory.AccountNumber)]
    [InlineData("Disk", "guestOsFeatures", FieldType.Object, null)]
    [InlineData("Patch", "baselineId", FieldType.Text, null)]
    [InlineData("Condition", "value", FieldType.Text, null)]
    [InlineData("Condition", "text", FieldType.Text, PiiCategory.Health)] // of HL7 FHIR
    [InlineData("EmergencyContact", "relationType", FieldType.Text, PiiCategory.Demographic)]
    [InlineData("ImageRecipe", "parentImage", FieldType.Text, null)]
    [InlineData("Student", "parentImage", FieldType.Text, PiiCategory.PersonPhoto)]
    [InlineData("Project", "resourceManager", FieldType.Text, PiiCategory.PersonName)]
    [InlineData("Order", "billingFirstName", FieldType.Text, PiiCategory.PersonName)] // no part of an address
    [InlineData("Record", "streetName", FieldType.Text, PiiCategory.PostalAddress)]
    [InlineData("TreatmentNote", "draft", FieldType.Boolean, null)] // the note's
    [InlineData("Diagnosis", "main", FieldType.Boolean, null)]
    [InlineData("SleepSummary", "avgRespiratoryRate", FieldType.Number, PiiCategory.Health)]
    [InlineData("Record", "maxHeartRate", FieldType.Number, PiiCategory.Health)]
    [InlineData("Chart", "guarantorssn", FieldType.Text, PiiCategory.GovernmentId)]
    [InlineData("Chart", "patientsex", FieldType.Text, PiiCategory.Demographic)]
    [InlineData("Chart", "productsex", FieldType.Text, null)]
    [InlineData("Company", "city", FieldType.Text, null)] // where an organisation is
    [InlineData("CompanyContact", "city", FieldType.Text, PiiCategory.PostalAddress)]
    [InlineData("BranchDto", "street", FieldType.Text, null)]
    [InlineData("ShopReceipt", "city", FieldType.Text, PiiCategory.PostalAddress)]
    [InlineData("PortInRequest", "currentNumber", FieldType.Text, PiiCategory.PhoneNumber)]
    [InlineData("ClaimStatistics", "paidTotal", FieldType.Number, null)]
    public void Evidence_of_another_word(string owner, string name, FieldType type, PiiCategory? category) => Check(owner, name, type, category);

    /// <summary>A state or a moment of a record says what the record says; whose it is, it says of itself.</summary>
    [Theory]
    [InlineData("MessageStatus", "to", FieldType.Text, PiiCategory.PhoneNumber)]
    [InlineData("CallEvent", "from", FieldType.Text, PiiCategory.PhoneNumber)]
    [InlineData("LoginAttempt", "city", FieldType.Text, PiiCategory.Location)]
    [InlineData("CustomerStatus", "name", FieldType.Text, null)]
    [InlineData("PlayerSession", "name", FieldType.Text, null)]
    [InlineData("NotificationEvent", "message", FieldType.Text, null)]
    [InlineData("Session", "session", FieldType.Object, null)]
    public void State(string owner, string name, FieldType type, PiiCategory? category) => Check(owner, name, type, category);

    /// <summary>A member that is named after a person is that person, whatever the type of its value is called.</summary>
    [Theory]
    [InlineData("patient", "PatientBanner", "age", PiiCategory.Demographic)]
    [InlineData("patient", "PatientBanner", "name", PiiCategory.PersonName)]
    [InlineData("customers", "CustomerRow", "name", PiiCategory.PersonName)]
    [InlineData("badge", "UserBadge", "name", null)]
    [InlineData("product", "ProductTile", "name", null)]
    [InlineData("user", "UsageGraph", "name", null)]
    [InlineData("author", "ProfileCardDto", "displayName", PiiCategory.PersonName)]
    [InlineData("design", "CardDesign", "name", null)]
    [InlineData("card", "GiftCard", "name", null)]
    public void View_of_a_person(string member, string type, string name, PiiCategory? category) =>
        Assert.Equal(category, Classifier.Classify(new(name, null, [member, type], FieldType.Text)).Category);

    /// <summary>Languages whose nouns come first name whoever has something behind it.</summary>
    [Theory]
    [InlineData("Pedido", "emailDestinatario", PiiCategory.EmailAddress)]
    [InlineData("Colis", "tel_destinataire", PiiCategory.PhoneNumber)]
    [InlineData("Contrato", "telefono_del_titular", PiiCategory.PhoneNumber)]
    [InlineData("Contratto", "dataNascitaIntestatario", PiiCategory.BirthDate)]
    [InlineData("Umowa", "emailWnioskodawca", PiiCategory.EmailAddress)]
    [InlineData("Pedido", "destinatario", PiiCategory.PersonName)]
    [InlineData("Apolice", "titularContrato", PiiCategory.PersonName)]
    [InlineData("Apolice", "titularTipo", null)]
    public void Holder_behind_the_term(string owner, string name, PiiCategory? category) => Check(owner, name, FieldType.Text, category);

    /// <summary>A number belongs to what stands before it, whatever its last word alone would be.</summary>
    [Theory]
    [InlineData("emailAddress2", PiiCategory.EmailAddress)]
    [InlineData("billing_email_address_3", PiiCategory.EmailAddress)]
    [InlineData("address2", PiiCategory.PostalAddress)]
    public void Number_behind_the_term(string name, PiiCategory? category) => Check("Order", name, FieldType.Text, category);

    /// <summary>Logs and flat forms write what holds a value into its name.</summary>
    [Theory]
    [InlineData("Event", "host.user.name", PiiCategory.PersonName)]
    [InlineData("Event", "user.host.name", null)]
    [InlineData("Form", "customer.address.city", PiiCategory.PostalAddress)]
    [InlineData("Form", "social.security.number", PiiCategory.GovernmentId)] // a dot may stand for a blank
    [InlineData("Form", "marital.status", PiiCategory.Demographic)]
    [InlineData("Customer", "given.name.0", PiiCategory.PersonName)]
    [InlineData("Form", "product.name", null)]
    [InlineData("Form", "customer.", null)]
    [InlineData("Form", "...", null)]
    public void Name_with_dots(string owner, string name, PiiCategory? category) => Check(owner, name, FieldType.Text, category);

    /// <summary>What only a person has is no delivery's, and nobody's code is a name.</summary>
    [Theory]
    [InlineData("Delivery", "weight", FieldType.Number, null)]
    [InlineData("BillingPeriod", "balance", FieldType.Number, null)]
    [InlineData("Patient", "weight", FieldType.Number, PiiCategory.Health)]
    [InlineData("Label", "descriptionForUsers", FieldType.Object, null)]
    [InlineData("Label", "users", FieldType.Object, PiiCategory.PersonName)]
    [InlineData("Sender", "code", FieldType.Text, null)]
    [InlineData("Sender", "value", FieldType.Text, PiiCategory.PersonName)]
    public void Of_a_person_alone(string owner, string name, FieldType type, PiiCategory? category) => Check(owner, name, type, category);

    [Theory]
    [InlineData("http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress", PiiCategory.EmailAddress)]
    [InlineData("https://claims.example/server#birthdate", PiiCategory.BirthDate)]
    [InlineData("https://claims.example/email/", PiiCategory.EmailAddress)]
    [InlineData("https://email.example/claims/version", null)]
    [InlineData("://", null)]
    public void Name_that_is_a_uri(string name, PiiCategory? category) => Assert.Equal(category, Classifier.Classify(new(name, "UserInfo", Type: FieldType.Text)).Category);

    /// <summary>The keys of a bag are fields of whoever has it, but for what a bag's members have themselves.</summary>
    [Theory]
    [InlineData("Contact", "properties", "jobTitle", PiiCategory.Demographic)]
    [InlineData("Candidate", "custom_fields", "salary", PiiCategory.Financial)]
    [InlineData("Product", "properties", "height", null)]
    [InlineData("Contact", "properties", "name", null)]
    [InlineData("Contact", "property", "jobTitle", null)]
    public void Bag_of_fields(string owner, string parent, string name, PiiCategory? category) =>
        Assert.Equal(category, Classifier.Classify(new(name, owner, [parent], FieldType.Unknown)).Category);

    [Theory]
    [InlineData("Shop_Domain_Models_BankAccountDto", "accountNumber", PiiCategory.BankAccount)]
    [InlineData("Models_Medication", "name", PiiCategory.Health)]
    [InlineData("models_medication", "name", null)]
    [InlineData("models_Medication", "name", null)]
    [InlineData("ServerMessage", "body", null)]
    [InlineData("_", "accountNumber", PiiCategory.AccountNumber)]
    [InlineData("A_", "accountNumber", PiiCategory.AccountNumber)]
    public void Namespace_in_front_of_a_type(string owner, string name, PiiCategory? category) => Check(owner, name, FieldType.Text, category);

    [Theory]
    [InlineData("Employee", "BankAccount2_AccountNumber", PiiCategory.BankAccount)]
    [InlineData("Employee", "bankAccount2Number", PiiCategory.BankAccount)]
    [InlineData("Place", "admin1name", null)]
    public void Number_in_front_of_the_term(string owner, string name, PiiCategory? category) => Check(owner, name, FieldType.Text, category);

    /// <summary>What only a bank account has says that the number beside it is one's.</summary>
    [Theory]
    [InlineData("Payee", "accountNumber", "sortCode", PiiCategory.BankAccount)]
    [InlineData("Payee", "accountNumber", "routingNumber", PiiCategory.BankAccount)]
    [InlineData("Customer", "accountNumber", "status", PiiCategory.AccountNumber)]
    public void Bank_account(string owner, string name, string sibling, PiiCategory? category) => Assert.Equal(category, Classifier.Classify(new(name, owner, Type: FieldType.Text, Siblings: [sibling])).Category);

    /// <summary>What stands beside a field can say that its agent is a machine, or that it is somebody.</summary>
    [Theory]
    [InlineData("Agent", "ipAddress", "hostname", null)]
    [InlineData("Agent", "ipAddress", "phone", null)]
    [InlineData("Agent", "name", "model,instructions", null)]
    [InlineData("Agent", "name", "email", PiiCategory.PersonName)]
    [InlineData("InsuranceAgent", "name", "id", PiiCategory.PersonName)]
    [InlineData("Frobnicator", "macAddress", "firmwareVersion", null)]
    [InlineData("Server", "agentEmail", "hostname", PiiCategory.EmailAddress)]
    [InlineData("Overrides", "credentials", "namespace", PiiCategory.Credential)]
    [InlineData("Agent", "ipAddress", "hostname,firstName", PiiCategory.IpAddress)]
    public void Machine(string owner, string name, string siblings, PiiCategory? category) =>
        Assert.Equal(category, Classifier.Classify(new(name, owner, Type: FieldType.Text, Siblings: [name, .. siblings.Split(',')])).Category);

    private static void Check(string owner, string name, FieldType type, PiiCategory? category) => Assert.Equal(category, Classifier.Classify(new(name, owner, Type: type)).Category);
}
