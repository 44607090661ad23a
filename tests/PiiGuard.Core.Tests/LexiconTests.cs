using PiiGuard.Classification;
using PiiGuard.Lexicon;
using PiiGuard.TestUtilities;

namespace PiiGuard.Core.Tests;

public sealed class LexiconTests
{
    [Fact]
    public void Built_in_lexicon_reads_without_problems() => Assert.InRange(PiiLexicon.Default.Count, 2_000, 80_000);

    [Fact]
    public void Embedded_image_says_what_the_data_files_say()
    {
        var files = Directory.GetFiles(RepositoryRoot.File("src", "PiiGuard.Core", "Lexicon", "Data")).Order(StringComparer.Ordinal);
        var (text, image) = (LexiconReader.Read(files.Select(f => (f, File.ReadAllText(f))), out var problems), PiiLexicon.Default);

        Assert.Empty(problems);
        Assert.Equal(All(text), All(image));
        Assert.Equal(text.OwnerLines, image.OwnerLines);
        Assert.Equal(text.Types, image.Types);
        Assert.Equal(text.Compounds, image.Compounds);
        Assert.Equal(text.Formats, image.Formats);
        Assert.True(image.Formats.ContainsKey("EMAIL"));

        static IEnumerable<string> All(PiiLexicon lexicon) => Enumerable.Range(1, lexicon.Count).Select(key =>
        {
            var phrase = lexicon.Table[key];
            var found = lexicon.Table.Find(lexicon.Table.Key(key).ToCharArray(), 0, lexicon.Table.Key(key).Length);
            return $"{found} {lexicon.Table.Key(key)} '{phrase.Line?.Substring(phrase.Start, phrase.Length)}' {phrase.Sense.Roles} {phrase.Sense.Meaning} {string.Join(' ', phrase.Sense.Within.AsEnumerable())} {string.Join(' ', phrase.Sense.OwnerLines)}";
        });
    }

    [Fact]
    public void Own_lines_add_correct_and_silence()
    {
        var lexicon = PiiLexicon.Default.With([("own.txt", """
            # ours
            [AccountNumber]
            always: loyalty badge   # printed on the card
            [Location]
            always: email
            [words]
            none: msisdn
            person: homesteader
            """)], out var problems);
        var classifier = new FieldClassifier(lexicon);

        Assert.Empty(problems);
        Assert.Equal(PiiCategory.AccountNumber, classifier.Classify(new("LoyaltyBadges")).Category);
        Assert.Equal(PiiCategory.Location, classifier.Classify(new("email")).Category);
        Assert.Null(classifier.Classify(new("msisdn")).Category);
        Assert.Equal(PiiCategory.PersonName, classifier.Classify(new("name", "Homesteader")).Category);
        Assert.Equal(PiiCategory.EmailAddress, new FieldClassifier().Classify(new("email")).Category); // ours is untouched
    }

    [Fact]
    public void Silencing_a_word_silences_what_it_holds()
    {
        var lexicon = PiiLexicon.Default.With([("own.txt", "[words]\nnone: email\n")], out _);
        Assert.Equal(PiiCategory.EmailAddress, new FieldClassifier().Classify(new("value", "Order", ["email"])).Category);
        Assert.Null(new FieldClassifier(lexicon).Classify(new("value", "Order", ["email"])).Category);
    }

    [Fact]
    public void A_problem_quotes_the_beginning_of_a_long_line()
    {
        PiiLexicon.Default.With([("own.txt", "[" + new string('x', 100_000) + "]")], out var problems);
        Assert.InRange(Assert.Single(problems).Message.Length, 50, 500);
    }

    [Theory]
    [InlineData("hashedEmail")]
    [InlineData("emailHash")]
    [InlineData("encryptedMsisdn")]
    public void What_leaves_less_of_a_value_lowers_the_confidence(string name) =>
        Assert.InRange(new FieldClassifier().Classify(new(name)).Confidence, 0.5, 0.7);

    [Fact]
    public void Own_lines_about_types_formats_compounds_and_records_are_used()
    {
        var classifier = new FieldClassifier(PiiLexicon.Default.With([("own.txt", """
            [types]
            EmailAddress: text, boolean
            [formats]
            AccountNumber: badge
            [compounds]
            EmailAddress + PhoneNumber: OnlineId
            [Usage]
            always (text, link) in jukebox, record player: record
            [words]
            none in jukebox: email
            """)], out var problems));

        Assert.Empty(problems);
        Assert.Equal(PiiCategory.EmailAddress, classifier.Classify(new("email", Type: FieldType.Boolean)).Category);
        Assert.Equal(PiiCategory.AccountNumber, classifier.Classify(new("x1", Format: "badge")).Category);
        Assert.Equal(PiiCategory.OnlineId, classifier.Classify(new("emailPhone")).Category);
        Assert.Equal(PiiCategory.Usage, classifier.Classify(new("record", "RecordPlayerDto", Type: FieldType.Text)).Category);
        Assert.Equal(PiiCategory.Usage, classifier.Classify(new("jukeboxRecord")).Category);
        Assert.Equal(ClassificationRule.TypeMismatch, classifier.Classify(new("record", "Jukebox", Type: FieldType.Integer)).Rule);
        Assert.Null(classifier.Classify(new("record", "Shelf")).Category);
        Assert.Null(classifier.Classify(new("email", "Jukebox")).Category);
        Assert.Null(classifier.Classify(new("email", "Person", ["jukebox"])).Category);
        Assert.Equal(PiiCategory.EmailAddress, classifier.Classify(new("email", "Jukebox", ["customer"])).Category);
    }

    /// <summary>What a user's line changes, and what it must leave alone.</summary>
    [Theory]
    [InlineData("[words]\nnone in fleet: emails", "Customer.emails", true)]
    [InlineData("[words]\nnone in fleet: emails", "Fleet.emails", false)]
    [InlineData("[words]\nnone in Fleet: driver name", "Order.drivername", true)]
    [InlineData("[words]\nnone in Fleet: driver name", "Fleet.drivername", false)]
    [InlineData("[words]\nnone in Fleet: driver name", "Fleet.driverName", false)]
    [InlineData("[words]\nthing: news", "Customer.newPhoneNumber", true)]
    [InlineData("[words]\nthing: news", "newsEmail", false)]
    [InlineData("[words]\nnone: customers", "Customers.displayName", true)]
    [InlineData("[words]\nnone: treatment", "treatments", false)]
    [InlineData("[words]\nnone: avatar url", "avatarUrls", false)]
    [InlineData("[words]\nthing: customer", "Customer.displayName", false)]
    [InlineData("[words]\nneutral: subject", "Customer.emailSubject", true)]
    [InlineData("[words]\nother: email", "Customer.email", false)]
    [InlineData("[AccountNumber]\nalways: label", "Characteristic.label", true)]
    [InlineData("[AccountNumber]\nalways: loyalty badge", "loyaltyBadges", true)]
    [InlineData("[AccountNumber]\nalways: loyalty badges", "loyaltyBadges", true)]
    [InlineData("[words]\nperson: homesteader", "Homesteaders.name", true)]
    public void Own_line_changes_what_it_names_and_nothing_else(string text, string field, bool personal)
    {
        var lexicon = PiiLexicon.Default.With([("own.txt", text)], out var problems);

        Assert.Empty(problems);
        var answer = new FieldClassifier(lexicon).Classify(FieldNotation.Parse(field));
        Assert.True(answer.IsPersonal == personal, answer.Explain());
    }

    [Theory]
    [InlineData("dependents.displayName", true)]
    [InlineData("dependent.displayName", true)]
    [InlineData("contributors.displayName", true)]
    [InlineData("Address.floors", true)]
    [InlineData("servicesEmail", false)]
    [InlineData("Customer.sourceaddress", true)]
    [InlineData("phoneinfo", true)]
    public void Plural_and_run_together_words_are_what_the_words_are(string field, bool personal) =>
        Assert.Equal(personal, new FieldClassifier().Classify(FieldNotation.Parse(field)).IsPersonal);

    [Theory]
    [InlineData("[Locaton]", "own.txt(1): unknown section 'Locaton'; expected [words], [types], [formats], [compounds] or a category (did you mean [Location]?); the lines under it are not read")]
    [InlineData("[Nonsense]\nalways: x\nnonsense", "own.txt(1): unknown section 'Nonsense'; expected [words], [types], [formats], [compounds] or a category; the lines under it are not read")]
    [InlineData("[words\nnone: x", "own.txt(1): '[words' begins a section and does not end it; expected for example [words]; the lines under it are not read")]
    [InlineData("[Location]\nnone: x", "own.txt(2): unknown kind 'none'; expected always, usual, contact, address, person, numbered, or this line under [words]")]
    [InlineData("[Location]\nalways in: x", "own.txt(2): expected 'kind: phrase, phrase, …', with '(type, …)' or 'in owner, …' before the colon where they apply")]
    [InlineData("\uFEFF[Location]\nsometimes: x", "own.txt(2): unknown kind 'sometimes'; expected always, usual")]
    [InlineData("always: x", "own.txt(1): 'always' stands in no section; expected a section line first, for example [words]")]
    [InlineData("[Location]\nsometimes: x", "own.txt(2): unknown kind 'sometimes'; expected always, usual, contact, address, person, numbered")]
    [InlineData("[words]\nalways: x", "own.txt(2): unknown kind 'always'; expected person, organisation")]
    [InlineData("[Location]\n\nalways", "own.txt(3): expected 'kind: phrase, phrase, …'")]
    [InlineData("[Location]\nalways: , ,", "own.txt(2): expected 'kind: phrase, phrase, …'")]
    [InlineData("[Location]\nalways (text: x", "own.txt(2): expected 'kind: phrase, phrase, …'")]
    [InlineData("[Location]\nalways (txt): x", "own.txt(2): unknown type 'txt'; expected text, integer, number, boolean, date, guid, enumeration, object, link")]

    [InlineData("[words]\nthing in message: x", "own.txt(2): 'thing' takes no types, and 'in' only goes with 'none' here")]
    [InlineData("[Location]\nalways in fleet (text): x", "own.txt(2): expected 'kind: phrase, phrase, …'")]
    [InlineData("[Location]\nperson in fleet: x", "own.txt(2): 'person' does not go with 'in'; expected always or contact")]
    [InlineData("[Location]\nalways: one two three four five six seven", "own.txt(2): 'one two three four five six seven' can match no name; expected up to 6 words")]
    [InlineData("[Location]\nalways: x, ---", "own.txt(2): '---' can match no name")]
    [InlineData("[Location]\nalways: badge; locker", "own.txt(2): 'badge; locker' can match no name")]
    [InlineData("[Location]\nalways: badge: token", "own.txt(2): 'badge: token' can match no name")]
    [InlineData("[words]\nnone in ---: x", "own.txt(2): '---' can match no name")]
    [InlineData("[types]\nLocaton: text", "own.txt(2): unknown category 'Locaton' (did you mean Location?)")]
    [InlineData("[types]\nLocation: txt", "own.txt(2): unknown type 'txt'; expected text, integer")]
    [InlineData("[types]\nLocation (text): text", "own.txt(2): expected 'Category: value, …' in [types]")]
    [InlineData("[formats]\nPlace: x", "own.txt(2): unknown category 'Place'")]
    [InlineData("[compounds]\nLocation: Usage", "own.txt(2): expected 'Category + Category: Category'")]
    [InlineData("[compounds]\nLocation + Usge: Usage", "own.txt(2): unknown category 'Usge' (did you mean Usage?)")]
    public void Malformed_line_is_named(string text, string expected)
    {
        PiiLexicon.Default.With([("own.txt", text)], out var problems);

        Assert.StartsWith(expected, Assert.Single(problems).ToString(), StringComparison.Ordinal);
    }
}
