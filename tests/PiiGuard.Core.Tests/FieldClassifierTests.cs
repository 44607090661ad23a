using PiiGuard.Classification;

namespace PiiGuard.Core.Tests;

public sealed class FieldClassifierTests
{
    private static readonly FieldClassifier Classifier = new();

    [Theory]
    [InlineData("email", PiiCategory.EmailAddress)]
    [InlineData("EmailAddress", PiiCategory.EmailAddress)]
    [InlineData("e_mail", PiiCategory.EmailAddress)]
    [InlineData("customerEmail", PiiCategory.EmailAddress)]
    [InlineData("CUSTOMEREMAIL", PiiCategory.EmailAddress)]
    [InlineData("firstname", PiiCategory.PersonName)]
    [InlineData("familyNameAtBirth", PiiCategory.PersonName)]
    [InlineData("customerDOB", PiiCategory.BirthDate)]
    [InlineData("dateOfBirth", PiiCategory.BirthDate)]
    [InlineData("birth_date", PiiCategory.BirthDate)]
    [InlineData("MSISDNNumber", PiiCategory.PhoneNumber)]
    [InlineData("mobilePhoneNumber2", PiiCategory.PhoneNumber)]
    [InlineData("imsi", PiiCategory.DeviceId)]
    [InlineData("ICCID", PiiCategory.DeviceId)]
    [InlineData("imei", PiiCategory.DeviceId)]
    [InlineData("pukCode", PiiCategory.Credential)]
    [InlineData("accountPin", PiiCategory.Credential)]
    [InlineData("PasswordHash", PiiCategory.Credential)]
    [InlineData("ratePlan", PiiCategory.Usage)]
    [InlineData("planFeatures", PiiCategory.Usage)]
    [InlineData("callDetailRecords", PiiCategory.Usage)]
    [InlineData("accountNumber", PiiCategory.AccountNumber)]
    [InlineData("billingAddress", PiiCategory.PostalAddress)]
    [InlineData("addr1", PiiCategory.PostalAddress)]
    [InlineData("zipCode", PiiCategory.PostalAddress)]
    [InlineData("socialSecurityNumber", PiiCategory.GovernmentId)]
    [InlineData("SSNs", PiiCategory.GovernmentId)]
    [InlineData("iban", PiiCategory.BankAccount)]
    [InlineData("cardNumber", PiiCategory.PaymentCard)]
    [InlineData("geburtsdatum", PiiCategory.BirthDate)]
    [InlineData("Straße", PiiCategory.PostalAddress)]
    [InlineData("fechaNacimiento", PiiCategory.BirthDate)]
    [InlineData("numeroTelefono", PiiCategory.PhoneNumber)]
    [InlineData("codiceFiscale", PiiCategory.GovernmentId)]
    [InlineData("cpf", PiiCategory.GovernmentId)]
    [InlineData("pesel", PiiCategory.GovernmentId)]
    [InlineData("numeroTéléphone", PiiCategory.PhoneNumber)]
    [InlineData("ｅｍａｉｌ", PiiCategory.EmailAddress)]
    [InlineData("e\u200Bmail", PiiCategory.EmailAddress)]
    [InlineData("еmail", PiiCategory.EmailAddress)] // Cyrillic е
    [InlineData("𝐞𝐦𝐚𝐢𝐥", PiiCategory.EmailAddress)]
    [InlineData("ⓔⓜⓐⓘⓛ", PiiCategory.EmailAddress)]
    [InlineData("ﬁrstName", PiiCategory.PersonName)]
    [InlineData("STRAẞE", PiiCategory.PostalAddress)]
    public void Name_that_is_personal_anywhere_is_found(string name, PiiCategory category) => Assert.Equal(category, Classifier.Classify(new(name)).Category);

    [Theory]
    [InlineData("emailTemplateId")]
    [InlineData("EmailType")]
    [InlineData("bindAddress")]
    [InlineData("serverAddress")]
    [InlineData("fileName")]
    [InlineData("hostname")]
    [InlineData("filename")]
    [InlineData("productName")]
    [InlineData("phoneModel")]
    [InlineData("isEmailVerified")]
    [InlineData("showAddress")]
    [InlineData("passwordPolicy")]
    [InlineData("nextPageToken")]
    [InlineData("planId")]
    [InlineData("percentage")]
    [InlineData("message")]
    [InlineData("package")]
    [InlineData("timezone")]
    [InlineData("total")]
    [InlineData("status")]
    [InlineData("id")]
    [InlineData("createdAt")]
    [InlineData("")]
    public void Name_that_only_looks_personal_is_not_found(string name) => Assert.Null(Classifier.Classify(new(name)).Category);

    [Theory]
    [InlineData("Customer", true)]
    [InlineData("SubscriberDto", true)]
    [InlineData("GetUsersResponse", true)]
    [InlineData("Kunde", true)]
    [InlineData("Product", false)]
    [InlineData("ProductOfferingDto", false)]
    [InlineData("UserGroup", false)]
    [InlineData("UserListItem", true)]
    [InlineData("CustomerOptionDto", true)]
    [InlineData("UserForm", true)]
    [InlineData("EmployeeIndexItem", true)]
    [InlineData("OrderItem", false)]
    [InlineData("MenuListItem", false)]
    [InlineData("SettingsForm", false)]
    [InlineData("ListItem", false)]
    [InlineData("UserGroupItem", false)]
    [InlineData("Frobnication", false)]
    [InlineData(null, false)]
    public void Bare_name_is_personal_of_a_person(string? owner, bool personal) =>
        Assert.Equal(personal ? PiiCategory.PersonName : null, Classifier.Classify(new("name", owner)).Category);

    /// <summary>A noun that nobody knows, behind a person's, is what the name is of; a preposition ends what the holder is.</summary>
    [Theory]
    [InlineData("UserBadge", false)]
    [InlineData("CustomerInvoice", false)]
    [InlineData("EmployeeShiftDto", false)]
    [InlineData("UserList", false)]
    [InlineData("CustomerCreated", true)]
    [InlineData("CreateUserRequest", true)]
    [InlineData("UserSearchHit", true)]
    [InlineData("GroupsForUser", false)]
    [InlineData("ProjectWithMembers", false)]
    [InlineData("RolesOfUser", false)]
    [InlineData("UserInGroup", true)]
    [InlineData("AddUserToGroupRequest", true)]
    [InlineData("AuthorWithBooks", true)]
    [InlineData("NextOfKin", true)]
    public void Bare_name_is_of_the_head(string owner, bool personal) => Assert.Equal(personal, Classifier.Classify(new("name", owner)).IsPersonal);

    [Theory]
    [InlineData("name", "User", "badges", false)]
    [InlineData("title", "Contact", "deals", false)]
    [InlineData("name", "UserSearchResult", "items", true)]
    [InlineData("phone", "CustomerUpdatedEvent", "data", true)]
    [InlineData("name", "ContactUpdatedWebhook", "data", true)]
    [InlineData("email", "User", "errors", true)] // "errors":[{"email":"…"}] of an import holds those that failed
    [InlineData("phone", "Patient", "relationships", true)]
    [InlineData("value", "Rule", "conditions", false)]
    [InlineData("city", "Product", "location", false)]
    public void Parent_tells_whose_it_is(string name, string owner, string parent, bool personal) => Assert.Equal(personal, Classifier.Classify(new(name, owner, [parent])).IsPersonal);

    [Theory]
    [InlineData("message", "MessageResponse", false)]
    [InlineData("message", "TextMessage", true)]
    [InlineData("body", "ErrorMessage", false)]
    [InlineData("income", "Company", false)]
    [InlineData("income", "Customer", true)]
    [InlineData("login", "Organization", false)]
    public void Owner_that_speaks_of_something_else_denies(string name, string owner, bool personal) => Assert.Equal(personal, Classifier.Classify(new(name, owner)).IsPersonal);

    [Theory]
    [InlineData("city", "TicketItem", "firstName", true)]
    [InlineData("gender", "Policy", "lastName", true)]
    [InlineData("name", "TicketItem", "firstName", false)] // may be the ticket's
    [InlineData("city", "TicketItem", "price", false)]
    [InlineData("name", "Film", "directorFirstName", false)]
    [InlineData("name", "SignUpRequest", "email", true)]
    [InlineData("name", "Facility", "email", false)]
    [InlineData("name", "Client", "redirectUris", false)]
    [InlineData("clientName", "ClientDto", "allowedGrantTypes", false)]
    [InlineData("clientName", "ClientDto", "phoneNumber", true)]
    public void Sibling_of_its_own_outweighs_a_thing(string name, string owner, string sibling, bool personal) =>
        Assert.Equal(personal, Classifier.Classify(new(name, owner, Siblings: [name, sibling])).IsPersonal);

    [Theory]
    [InlineData("customer", true)]
    [InlineData("product", false)]
    public void Nearest_parent_outweighs_the_owner(string parent, bool personal)
    {
        Assert.Equal(personal, Classifier.Classify(new("name", "Order", ["items", parent])).IsPersonal);
        Assert.Equal(personal, Classifier.Classify(new("name", personal ? "Product" : "Customer", [parent])).IsPersonal);
    }

    [Theory]
    [InlineData("email", FieldType.Boolean, false)]
    [InlineData("email", FieldType.Text, true)]
    [InlineData("email", FieldType.Integer, false)]
    [InlineData("birthYear", FieldType.Integer, true)]
    [InlineData("birthDate", FieldType.Date, true)]
    [InlineData("phone", FieldType.Date, false)]
    [InlineData("disability", FieldType.Boolean, true)]
    [InlineData("msisdn", FieldType.Integer, true)]
    public void Type_can_rule_it_out(string name, FieldType type, bool personal) => Assert.Equal(personal, Classifier.Classify(new(name, null, null, type)).IsPersonal);

    /// <summary>Kinds of names that unseen APIs have taught: a role before a term says whose it is, one behind a thing is a person, what a record is about lends its meaning.</summary>
    [Theory]
    [InlineData("Driver", "driverDOB", FieldType.Date, PiiCategory.BirthDate)] // whose birth date it is, and no part of what it is
    [InlineData("Policy", "insuredBirthDate", FieldType.Date, PiiCategory.BirthDate)]
    [InlineData("Task", "assignee", FieldType.Object, PiiCategory.PersonName)] // somebody, whatever the thing is
    [InlineData("Task", "assignees", FieldType.Text, PiiCategory.PersonName)]
    [InlineData("File", "uploadedBy", FieldType.Text, PiiCategory.PersonName)]
    [InlineData("Server", "host", FieldType.Text, null)]
    [InlineData("UpdateUserCommand", "name", FieldType.Text, PiiCategory.PersonName)]
    [InlineData("RunCommand", "name", FieldType.Text, null)]
    [InlineData("PatientApiResponse", "name", FieldType.Text, PiiCategory.PersonName)]
    [InlineData("Api", "name", FieldType.Text, null)]
    [InlineData("DrivingLicence", "eyeColorCode", FieldType.Text, PiiCategory.Demographic)] // of what it is the code stands before it
    [InlineData("Address", "localityName", FieldType.Text, PiiCategory.PostalAddress)]
    [InlineData("MonthlyIncome", "net", FieldType.Number, PiiCategory.Financial)]
    [InlineData("Payment", "appliedAmount", FieldType.Number, PiiCategory.Financial)]
    [InlineData("PodCondition", "reason", FieldType.Text, null)]
    [InlineData("Condition", "description", FieldType.Text, PiiCategory.Health)]
    [InlineData("Router", "macAddress", FieldType.Text, PiiCategory.DeviceId)] // a carrier's customer has one
    [InlineData("CellTower", "latitude", FieldType.Number, PiiCategory.Location)] // where the customer is
    [InlineData("Backend", "ipAddress", FieldType.Text, null)]
    [InlineData("Person", "weitereStaatsangehoerigkeiten", FieldType.Text, PiiCategory.Demographic)] // German plural
    [InlineData("NetworkZoneLocation", "country", FieldType.Text, null)]
    [InlineData("DeviceLocation", "country", FieldType.Text, PiiCategory.Location)]
    public void Kind_of_name_is_told(string owner, string name, FieldType type, PiiCategory? category) => Assert.Equal(category, Classifier.Classify(new(name, owner, Type: type)).Category);

    /// <summary>An object that is named after who did something is judged by what it holds: then that has to be found in it.</summary>
    [Theory]
    [InlineData("createdBy")]
    [InlineData("assignee")]
    [InlineData("owner")]
    [InlineData("reviewer")]
    [InlineData("uploadedBy")]
    public void What_a_role_holds_is_a_persons(string role)
    {
        Assert.True(Classifier.Classify(new(role, "Task", Type: FieldType.Object)).IsJudgedByContent);
        Assert.All(["name", "displayName", "email", "login"], n => Assert.True(Classifier.Classify(new(n, "Task", [role], FieldType.Text)).IsPersonal, role + "." + n));
    }

    [Fact]
    public void Reduced_value_is_less_certain() =>
        Assert.True(Classifier.Classify(new("emailHash")).Confidence < Classifier.Classify(new("email")).Confidence);

    [Theory]
    [InlineData("email", null, "'email' is EmailAddress wherever it stands")]
    [InlineData("name", "Customer", "'name' is PersonName in the context of 'customer'")]
    [InlineData("name", "Product", "'name' belongs to 'product', which is not a person")]
    [InlineData("name", null, "'name' is personal data only of a person")]
    [InlineData("street", null, "'street' is PostalAddress wherever no thing holds it")]
    [InlineData("emailFooBar", "Customer", "'email' is followed by words that nobody knows")]
    [InlineData("emailFormat", null, "the name speaks of 'format'")]
    [InlineData("fileName", null, "'file name' is known not to be personal data")]
    [InlineData("xyz", null, "no word of the name")]
    public void Reason_is_given_in_words(string name, string? owner, string reason) =>
        Assert.StartsWith(reason, Classifier.Classify(new(name, owner)).Explain(), StringComparison.Ordinal);

    public static TheoryData<string> StrangeNames => new(
        string.Concat(Enumerable.Repeat("Nr", 128)), string.Concat(Enumerable.Repeat("Data", 64)),
        new string('a', 10_000), new string('A', 10_000), string.Concat(Enumerable.Repeat("email_", 2_000)), "\0\u0001\u001f", "\ud800", "\udc00email", "e\ud800mail",
        "\u202Eliame", "🙂", new string('_', 500), string.Concat(Enumerable.Range(0, 300).Select(i => "aB1")), "ﷺ", "\uFFFF");

    [Theory]
    [MemberData(nameof(StrangeNames))]
    public void Strange_name_neither_throws_nor_stalls(string name)
    {
        Classifier.Classify(new(name, name, [name], FieldType.Text));
        Classifier.Classify(new(name, name, [.. Enumerable.Repeat(name, 1_000), null!], FieldType.Text, Siblings: [name, null!]));
        _ = NameFolding.Fold(name);
    }

    [Fact]
    public void Separators_do_not_push_a_name_out_of_sight() => Assert.True(Classifier.Classify(new("email" + new string('_', 1_000))).IsPersonal);

    [Fact]
    public void Long_name_is_judged_by_its_end() => Assert.True(Classifier.Classify(new(new string('x', 5_000) + "_email")).IsPersonal);

    [Fact]
    public void Classifier_is_thread_safe() =>
        Parallel.For(0, 10_000, i => Assert.Equal(i % 2 == 0, Classifier.Classify(new(i % 2 == 0 ? "customerEmail" : "productName")).IsPersonal));
}
