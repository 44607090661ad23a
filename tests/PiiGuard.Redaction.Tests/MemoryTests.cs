using System.Text;

namespace PiiGuard.Redaction.Tests;

public sealed class MemoryTests
{
    private static readonly RedactionPlan Plan = Redact.Plan(
        RedactionAction.Reveal,
        new()
        {
            [PiiCategory.BirthDate] = RedactionAction.Generalize,
            [PiiCategory.EmailAddress] = RedactionAction.Mask,
            [PiiCategory.PhoneNumber] = RedactionAction.KeepLast,
            [PiiCategory.PostalAddress] = RedactionAction.Remove,
            [PiiCategory.IpAddress] = RedactionAction.Generalize,
        },
        subjectKeys: ["customerId"]);

    private static readonly byte[] Record = """{"customerId":"C1","birthDate":"1984-05-17","email":"a@b.example","phone":"+4917012345678","address":{"street":"x","tags":[1,2]},"status":"fine","n":[1,2.5,true,null]},"""u8.ToArray();

    [Fact]
    public void A_document_after_others_takes_nothing_from_the_heap()
    {
        var json = Encoding.UTF8.GetBytes("[" + string.Concat(Enumerable.Repeat(Encoding.UTF8.GetString(Record), 50)) + "{}]");
        using var redactor = new JsonRedactor(Plan);
        var least = long.MaxValue;
        for (var round = 0; round < 10; round++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < 20; i++)
            {
                Run(redactor, json);
            }

            // In some rounds the runtime takes something for itself; what the redactor took it would take in each.
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        Assert.Equal(0, least);
    }

    [Fact]
    public void What_is_held_of_a_document_does_not_grow_with_it()
    {
        using var redactor = new JsonRedactor(Plan, new() { MaxDocumentBytes = long.MaxValue });
        redactor.Write("["u8);
        var held = 0;
        for (var i = 0; i < 200_000; i++)
        {
            redactor.Write(Record);
            _ = redactor.TakeSubjects();
            redactor.Release(redactor.Releasable);
            held = i == 1_000 ? redactor.BufferBytes : held;
        }

        Assert.Equal(held, redactor.BufferBytes);
    }

    private static void Run(JsonRedactor redactor, byte[] json)
    {
        redactor.Reset(Plan);
        redactor.Write(json);
        redactor.Complete();
        _ = redactor.TakeSubjects();
        redactor.Release(redactor.Releasable);
    }
}
