namespace PiiGuard;

/// <summary>How much harm the disclosure of a category does. Ordered: a higher value is more sensitive.</summary>
public enum PiiSensitivity
{
    /// <summary>Personal data (GDPR art. 4(1)).</summary>
    Personal = 1,

    /// <summary>Personal data with a legal duty of its own: CPNI (47 U.S.C. § 222), identity numbers, financial data, location.</summary>
    Sensitive = 2,

    /// <summary>Special category (GDPR art. 9), or a secret that gives access.</summary>
    Special = 3,
}
