using PiiGuard.Gateway.Responses.Decoding;
using PiiGuard.Redaction;

namespace PiiGuard.Gateway.Responses;

/// <summary>What becomes of the body of an answer: it is unpacked, verified and redacted, or refused.</summary>
/// <param name="decoder">Unpacks it; null when it is JSON in UTF-8 as it comes. Is disposed with this.</param>
/// <param name="redactor">Verifies it. Goes back to the pool with this.</param>
/// <param name="redactors">The pool.</param>
/// <param name="refuse">Notes why the answer goes no further, and gives what is to be thrown.</param>
internal sealed class BodyVerifier(BodyDecoder? decoder, JsonRedactor redactor, RedactorPool redactors, Func<Refusal, ResponseRefusedException> refuse) : IDisposable
{
    private readonly byte[] _piece = decoder is null ? [] : new byte[16 << 10];
    private ReadOnlyMemory<byte> _fed;
    private ReadOnlyMemory<byte>? _cut; // what is sent in place of the redactor's output

    /// <summary>What was verified and not sent yet.</summary>
    public ReadOnlyMemory<byte> Output => _cut ?? redactor.Output;

    /// <summary>How much of the output may go: what belongs to subjects that have been named.</summary>
    public int Releasable => redactor.Releasable;

    public RedactionReport Report => redactor.Report;

    /// <summary>Whether records that exceed a budget were left without personal data.</summary>
    public bool IsCut => _cut is not null;

    /// <summary>Adds bytes of the application; all of them have to be verified before more are added.</summary>
    public void Feed(ReadOnlyMemory<byte> bytes)
    {
        if (decoder is null)
        {
            _fed = bytes;
        }
        else
        {
            decoder.Feed(bytes);
        }
    }

    /// <summary>Verifies a piece of what was fed; false when nothing of it is left.</summary>
    public bool VerifyNext()
    {
        var bytes = decoder is null ? _fed : _piece.AsMemory(0, Decode(decoder));
        _fed = default;
        if (bytes.IsEmpty)
        {
            return false;
        }

        try
        {
            redactor.Write(bytes.Span);
        }
        catch (DocumentRefusedException e)
        {
            throw refuse(Refusal.Of(e.Reason));
        }

        return true;
    }

    /// <summary>Verifies that it is whole.</summary>
    public void End()
    {
        try
        {
            decoder?.End();
            redactor.Complete();
        }
        catch (Exception e) when (Refusal.Of(e) is { } refusal)
        {
            throw refuse(refusal);
        }
    }

    /// <summary>Whose data it is, as far as they were not taken before. With those of records that have not ended, where they are to go as they are.</summary>
    public NamedSubject[] TakeSubjects(bool withOpenRecords)
    {
        if (withOpenRecords)
        {
            redactor.NameOpenRecords();
        }

        return redactor.TakeSubjects().ToArray();
    }

    /// <summary>Takes everything personal out of the records of some subjects; false when they cannot be told apart.</summary>
    public bool TryCut(JsonRedactor bare, IReadOnlySet<ulong> surplus)
    {
        _cut = SurplusCut.Apply(redactor, bare, surplus);
        return IsCut;
    }

    /// <summary>So many bytes of the output were sent.</summary>
    public void Release(int count)
    {
        if (!IsCut)
        {
            redactor.Release(count);
        }
    }

    public void Dispose()
    {
        decoder?.Dispose();
        redactors.Return(redactor);
    }

    private int Decode(BodyDecoder from)
    {
        try
        {
            return from.Read(_piece);
        }
        catch (Exception e) when (Refusal.Of(e) is { } refusal)
        {
            throw refuse(refusal);
        }
    }
}
