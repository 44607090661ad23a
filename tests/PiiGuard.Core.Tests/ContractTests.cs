using FsCheck;
using FsCheck.Fluent;
using PiiGuard.Contracts;

namespace PiiGuard.Core.Tests;

public sealed class ContractTests
{
    [Theory]
    [InlineData("email")]
    [InlineData("customers[].billingAddress.city")]
    [InlineData("[].email")]
    [InlineData("byId{}.email")]
    [InlineData("[][]{}")]
    [InlineData("$")]
    [InlineData("a[\"b.c\"].d")]
    [InlineData("[\"\"]")]
    [InlineData("[\"a\\\"\\\\\\u007c\"]")]
    [InlineData("@type.x-y:z")]
    public void Path_is_read_and_written_alike(string path)
    {
        Assert.True(WirePath.TryParse(path, out var steps));
        Assert.Equal(path, WirePath.Format(steps));
    }

    [Theory]
    [InlineData("GET /c | email | EmailAddress | Agents write.", "Agents write.", null, null)]
    [InlineData("GET /c | email | EmailAddress | Agents write. | until 2027-03-31", "Agents write.", null, "2027-03-31")]
    [InlineData("GET /c | email | EmailAddress | Agents write. | owner billing team", "Agents write.", "billing team", null)]
    [InlineData("GET /c | email | EmailAddress | Agents write. | owner billing | until 2027-03-31", "Agents write.", "billing", "2027-03-31")]
    [InlineData("GET /c | email | EmailAddress | until now we need it", "until now we need it", null, null)] // the fourth column is the reason
    [InlineData("GET /c | email | EmailAddress | Owner and driver share the car", "Owner and driver share the car", null, null)]
    [InlineData("GET /c | email | EmailAddress | Agents write. | anonymous", "Agents write.", null, null, true)]
    [InlineData("GET /c | email | EmailAddress | Agents write. | anonymous | owner billing | until 2027-03-31", "Agents write.", "billing", "2027-03-31", true)]
    [InlineData("GET /odd%7Cname | email | EmailAddress | Agents write.", "Agents write.", null, null)]
    public void Owner_and_date_are_read_and_written_alike(string line, string reason, string? owner, string? until, bool anonymous = false)
    {
        var contract = ExposureContract.Parse(line + "\n");
        var entry = Assert.Single(contract.Entries);

        Assert.Empty(contract.Problems);
        Assert.Equal(anonymous, entry.IsAnonymous);
        Assert.Equal((reason, owner, until), (entry.Reason, entry.Owner, entry.Until?.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture)));
        Assert.Equal(line, ExposureContract.FormatLine(entry));
    }

    [Theory]
    [InlineData("until 2020-01-01 | owner billing")]
    [InlineData("until 2020-01-01 | Anonymous | owner billing")]
    [InlineData("Owner billing | Until 2020-01-01")]
    [InlineData("OWNER\tbilling|UNTIL  2020-01-01")]
    public void Date_is_read_in_any_order_and_case(string cells)
    {
        var entry = Assert.Single(ExposureContract.Parse("GET /c | email | EmailAddress | Agents write. | " + cells).Entries);

        Assert.Equal(("billing", new DateTime(2020, 1, 1)), (entry.Owner, entry.Until));
    }

    [Theory]
    [InlineData("until tomorrow", "'tomorrow' is not a date; expected for example 'until 2027-03-31'")]
    [InlineData("until 2027-02-30", "'2027-02-30' is not a date; expected for example 'until 2027-03-31'")]
    [InlineData("until 31.3.2027", "'31.3.2027' is not a date; expected for example 'until 2027-03-31'")]
    [InlineData("until", "'until' says nothing; expected for example 'owner billing' or 'until 2027-03-31'")]
    [InlineData("owner | until 2027-03-31", "'owner' says nothing; expected for example 'owner billing' or 'until 2027-03-31'")]
    [InlineData("owner a | owner b", "'owner b' comes second; a line has one owner and one date")]
    [InlineData("until 2020-01-01 | until 2021-01-01", "'until 2021-01-01' comes second; a line has one owner and one date")]
    [InlineData("expires 2020-01-01", "'expires 2020-01-01' is none of 'anonymous', 'owner …' and 'until yyyy-MM-dd'; a reason is one column, without '|'")]
    [InlineData("until 2020-01-01 |", "'' is none of 'anonymous', 'owner …' and 'until yyyy-MM-dd'; a reason is one column, without '|'")]
    [InlineData("owner_billing", "'owner_billing' is none of 'anonymous', 'owner …' and 'until yyyy-MM-dd'; a reason is one column, without '|'")]
    public void Line_with_another_column_declares_nothing(string cells, string expected)
    {
        var contract = ExposureContract.Parse("GET /c | email | EmailAddress | Agents write. | " + cells);

        Assert.Empty(contract.Entries);
        Assert.Equal(expected, Assert.Single(contract.Problems).Message);
    }

    [Theory]
    [InlineData("owner billing")]
    [InlineData("until 2027-03-31")]
    [InlineData("Owner billing | until 2027-03-31")]
    public void Owner_or_date_is_no_reason(string cells) =>
        Assert.EndsWith("gives no reason: say in a few words why the callers of this endpoint need it", Assert.Single(ExposureContract.Parse("GET /c | email | EmailAddress | " + cells).Problems).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("a.")]
    [InlineData("a..b")]
    [InlineData("a b")]
    [InlineData("a[0]")]
    [InlineData("a[\"b")]
    [InlineData("a[\"b\"")]
    [InlineData("a[\"\\x\"]")]
    [InlineData("a[\"\\u12\"]")]
    [InlineData("$.a")]
    public void Text_that_is_no_path_is_not_read(string path) => Assert.False(WirePath.TryParse(path, out _));

    [Fact]
    public void Any_steps_survive_writing_and_reading() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(2_000),
        Prop.ForAll<string[]>(names =>
        {
            var steps = names.Select((n, i) => n is null ? (i % 2 == 0 ? WireStep.Items : WireStep.Values) : WireStep.Property(n)).ToList();
            var text = WirePath.Format(steps);

            Assert.True(WirePath.TryParse(text, out var read), text);
            Assert.Equal(steps, read);
            Assert.DoesNotContain('|', text);
            Assert.DoesNotContain(';', text);
            Assert.DoesNotContain('\n', text);
        }));

    [Fact]
    public void Any_text_is_parsed_without_an_exception() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(2_000),
        Prop.ForAll<string>(text => _ = ExposureContract.Parse(text ?? "").Problems.Count));

    [Fact]
    public void Line_is_read_with_its_number()
    {
        var contract = ExposureContract.Parse("# head\r\n\r\n  GET /a/{id}|email|emailaddress|  Agents write to it. \r\n");

        Assert.Empty(contract.Problems);
        Assert.Equal(new ExposureEntry("GET /a/{id}", "email", PiiCategory.EmailAddress, "Agents write to it.", 3), Assert.Single(contract.Entries));
    }

    [Theory]
    [InlineData("Agents write to them.", true)]
    [InlineData("Für die Anrede", true)]
    [InlineData("TODO", false)]
    [InlineData("TODO: why?", false)]
    [InlineData("todo later maybe", false)]
    [InlineData("<Pending>", false)]
    [InlineData("tbd tbd", false)]
    [InlineData("needed", false)]
    [InlineData("x y z", false)]
    [InlineData("... ---", false)]
    [InlineData("", false)]
    public void Reason_is_told_from_a_placeholder(string reason, bool real) => Assert.Equal(real, ContractReason.IsReal(reason));

    [Theory]
    [InlineData("GET /x/{id | a | Usage | They need it.")]
    [InlineData("GET /x//y | a | Usage | They need it.")]
    [InlineData("get /x | a | Usage | They need it.")]
    [InlineData("GET /x/{} | a | Usage | They need it.")]
    public void Route_that_no_router_would_take_is_a_problem(string line) => Assert.Contains("is not an endpoint", Assert.Single(ExposureContract.Parse(line).Problems).Message, StringComparison.Ordinal);

    [Fact]
    public void Category_that_is_short_of_letters_is_guessed() =>
        Assert.Contains("did you mean EmailAddress?", Assert.Single(ExposureContract.Parse("GET /x | a | Email | They need it.").Problems).Message, StringComparison.Ordinal);

    [Fact]
    public void Text_around_an_added_line_stays_to_the_byte()
    {
        const string before = "# a\n\r\nnonsense\r\nGET /z | a | Usage | They need it.\r\n\n\n";

        Assert.Equal(
            before.Replace("GET /z", "GET /a | b | Usage | They need it.\r\nGET /z", StringComparison.Ordinal),
            ExposureContract.Add(before, [new("GET /a", "b", PiiCategory.Usage, "They need it.")]));
    }

    [Theory]
    [InlineData("GET /a | b | Usage | They need it.\r\n# end", "GET /a | b | Usage | They need it. | anonymous\r\n# end")]
    [InlineData("GET /a | b | Usage | They need it. | owner me  ", "GET /a | b | Usage | They need it. | owner me | anonymous  ")]
    [InlineData("GET /a | b | Usage | They need it. | anonymous", "GET /a | b | Usage | They need it. | anonymous")]
    public void Word_for_anyone_is_added_to_the_line_that_is_there(string before, string after) =>
        Assert.Equal(after, ExposureContract.Add(before, [new("GET /a", "b", PiiCategory.Usage, "x") { IsAnonymous = true }]));

    [Fact]
    public void Any_entry_is_written_and_read_alike_to_the_byte() => Prop.ForAll(
        (from endpoint in Gen.Elements("GET /a", "* /{**path}", "POST /odd|name/{id}", "Type.Method", "Hub.?")
         from path in Gen.Elements("$", "email", "[].email", "byId{}.a.b", "[\"a.b\"]")
         from category in Gen.Elements((PiiCategory[])Enum.GetValues(typeof(PiiCategory)))
         from reason in Gen.Elements("They need it.", "Größe #1: \"they\" need it", "owner and driver share")
         from anonymous in Gen.Elements(true, false)
         from owner in Gen.Elements(null, "billing", "the team of A. & B.")
         from days in Gen.Choose(-1, 100_000)
         select new ExposureEntry(endpoint, path, category, reason, 1) { IsAnonymous = anonymous, Owner = owner, Until = days < 0 ? null : new DateTime(2020, 1, 1).AddDays(days) }).ToArbitrary(),
        entry =>
        {
            var text = ExposureContract.FormatLine(entry);
            var contract = ExposureContract.Parse(text);
            return contract.Problems.Count == 0 && contract.Entries.Single() == entry && ExposureContract.FormatLine(contract.Entries[0]) == text;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));

    [Fact]
    public void Endpoint_with_a_bar_is_added_once()
    {
        ExposureEntry[] entries = [new("GET /odd|name", "[\"e.mail\\u007cx\"]", PiiCategory.EmailAddress, "They need it.")];
        var text = ExposureContract.Add("", entries);

        Assert.Equal(entries[0].Key, Assert.Single(ExposureContract.Parse(text).Entries).Key);
        Assert.Equal(text, ExposureContract.Add(text, entries));
    }

    [Fact]
    public void Placeholder_of_the_fix_is_no_reason() => Assert.False(ContractReason.IsReal(ContractReason.Placeholder));

    [Fact]
    public void Added_lines_are_sorted_and_added_once()
    {
        ExposureEntry Entry(string endpoint, string path) => new(endpoint, path, PiiCategory.EmailAddress, "They need it.");

        var text = ExposureContract.Add("", [Entry("GET /b", "x"), Entry("GET /a/{id}", "x"), Entry("GET /a", "z"), Entry("GET /a", "b"), Entry("GET /b", "x")]);
        var again = ExposureContract.Add(text, [Entry("GET /a", "b"), Entry("GET /a", "c")]);

        Assert.Equal(["GET /a b", "GET /a z", "GET /a/{id} x", "GET /b x"], ExposureContract.Parse(text).Entries.Select(e => $"{e.Endpoint} {e.Path}"));
        Assert.Equal(["GET /a b", "GET /a c", "GET /a z", "GET /a/{id} x", "GET /b x"], ExposureContract.Parse(again).Entries.Select(e => $"{e.Endpoint} {e.Path}"));
        Assert.Equal(again, ExposureContract.Add(again, []));
    }
}
