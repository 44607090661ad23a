using System.Text;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;
using PiiGuard.Classification;
using PiiGuard.Redaction;

namespace PiiGuard.Gateway.Responses;

/// <summary>
/// Looks for personal data in a header that the configuration lets through on that condition: by the form of what stands in it, and by
/// the names of cookies and of the parameters of links.
/// </summary>
internal static class HeaderCheck
{
    /// <summary>The values in which nothing was found.</summary>
    public static StringValues Passing(FieldClassifier classifier, string name, StringValues values) =>
        new([.. values.Where(v => v is not null && !IsPersonal(classifier, name, v))]);

    private static bool IsPersonal(FieldClassifier classifier, string name, string value)
    {
        var text = Uri.UnescapeDataString(value);
        if (PersonalText.Contains(Encoding.UTF8.GetBytes(text)) || PersonalText.Contains(Encoding.UTF8.GetBytes(text.Replace('+', ' '))))
        {
            return true;
        }

        if (name.Equals(HeaderNames.SetCookie, StringComparison.OrdinalIgnoreCase))
        {
            return !SetCookieHeaderValue.TryParse(value, out var cookie) || classifier.Classify(new(cookie.Name.ToString())).IsPersonal;
        }

        // Links in angle brackets or not, relative or not: what counts is what stands behind question marks and hashes.
        return value.Split('?', '#').Skip(1).Any(query => QueryHelpers.ParseQuery(query.Split('>')[0]).Keys.Any(k => classifier.Classify(new(k)).IsPersonal));
    }
}
