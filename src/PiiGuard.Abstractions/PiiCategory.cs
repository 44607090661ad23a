namespace PiiGuard;

/// <summary>
/// What kind of personal data a value is. Definitions, sensitivity and sources are in <c>docs/taxonomy.md</c>.
/// The numbers are part of the contract: they never change and are never reused.
/// </summary>
public enum PiiCategory
{
    /// <summary>Name of a natural person, whole or in part.</summary>
    PersonName = 1,

    /// <summary>Date of birth, or a part of it.</summary>
    BirthDate = 2,

    /// <summary>E-mail address.</summary>
    EmailAddress = 3,

    /// <summary>Telephone number, MSISDN included.</summary>
    PhoneNumber = 4,

    /// <summary>Postal address, whole or in part.</summary>
    PostalAddress = 5,

    /// <summary>Number under which a person is known to an organisation: account, customer, contract, employee number.</summary>
    AccountNumber = 6,

    /// <summary>Number of an identity document or a national register.</summary>
    GovernmentId = 7,

    /// <summary>Payment card number, its parts, expiry or verification code.</summary>
    PaymentCard = 8,

    /// <summary>Bank account number of a person.</summary>
    BankAccount = 9,

    /// <summary>Identifier of a person's device or SIM: IMEI, IMSI, ICCID, MAC address, advertising id.</summary>
    DeviceId = 10,

    /// <summary>Network address of a person's device.</summary>
    IpAddress = 11,

    /// <summary>Where a person or a person's device is or was.</summary>
    Location = 12,

    /// <summary>Log-in name, handle or other name of a person online.</summary>
    OnlineId = 13,

    /// <summary>Secret that lets a person in: password, PIN, PUK, one-time code, token, security answer.</summary>
    Credential = 14,

    /// <summary>Biometric template or measurement.</summary>
    Biometric = 15,

    /// <summary>Health, disability, treatment.</summary>
    Health = 16,

    /// <summary>Sex, origin, nationality, family, religion, opinion, occupation and the like.</summary>
    Demographic = 17,

    /// <summary>Balance, pay, tax, credit standing of a person.</summary>
    Financial = 18,

    /// <summary>What a person uses and does: call details, messages, plan, features, services (CPNI).</summary>
    Usage = 19,

    /// <summary>Picture of a person.</summary>
    PersonPhoto = 20,

    /// <summary>Handwritten or drawn signature of a person.</summary>
    Signature = 21,

    /// <summary>Marked as personal data by the code, without a category that fits; or a value without a name to judge it by.</summary>
    Other = 22,
}
