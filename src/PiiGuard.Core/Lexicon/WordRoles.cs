namespace PiiGuard.Lexicon;

/// <summary>What a word or phrase does in a name. One word can do several things.</summary>
[Flags]
internal enum WordRoles
{
    /// <summary>Known only as part of a phrase.</summary>
    None = 0,

    /// <summary>Stands for personal data of a category.</summary>
    Term = 1,

    /// <summary>A natural person: <c>customer</c>, <c>patient</c>.</summary>
    Person = 2,

    /// <summary>An organisation, whose contact data may be a person's: <c>company</c>.</summary>
    Organisation = 4,

    /// <summary>Holds contact data of a person: <c>address</c>, <c>contact medium</c>.</summary>
    Contact = 8,

    /// <summary>A thing, whose name or address is not personal: <c>product</c>, <c>server</c>.</summary>
    Thing = 16,

    /// <summary>Adds nothing, before or after a term: <c>primary</c>, <c>value</c>.</summary>
    Neutral = 32,

    /// <summary>After a term, makes it speak of something else: <c>type</c>, <c>template</c>.</summary>
    OtherHead = 64,

    /// <summary>Leaves less of the value: <c>hash</c>, <c>masked</c>, <c>last 4</c>.</summary>
    Reduced = 128,

    /// <summary>First in a name, makes it a question, a setting or a count: <c>is</c>, <c>max</c>.</summary>
    Predicate = 256,

    /// <summary>A phrase that is known not to be personal data: <c>file name</c>.</summary>
    NotPersonal = 512,

    /// <summary>A bag of names and values, or the value in one: <c>characteristic</c>, <c>value</c>.</summary>
    Bag = 1024,

    /// <summary>Anywhere before a term, makes the name a question or a permission: <c>agentCanEditEmail</c>.</summary>
    Modal = 2048,

    /// <summary>One of a list, or a form, of whatever stands before it: <c>UserListItem</c>.</summary>
    Record = 4096,

    /// <summary>Carries others, of whatever stands before it: <c>UserCreatedEvent.data</c>, <c>UserPage.content</c>.</summary>
    Envelope = 8192,

    /// <summary>What an application has that asks for tokens: where it stands beside a field, its client is no person.</summary>
    Application = 16384,

    /// <summary>Adds numbers up or bounds them, so that the name still says something of whose they are: <c>totalIncome</c>, <c>heartRateMax</c>.</summary>
    Quantity = 32768,

    /// <summary>Behind what is told of a person's health or origin, the value itself: <c>disabilityType</c>.</summary>
    Kind = 65536,

    /// <summary>Is about whoever stands before it, but for its own name: <c>PatientFile.address</c>.</summary>
    Document = 131072,

    /// <summary>A person or a machine, as what stands beside or around it says: <c>agent</c>, <c>client</c>.</summary>
    Either = 262144,

    /// <summary>What an account or a program can be as well, of a thing that the name says: <c>bucketOwner</c>, <c>groupManager</c>.</summary>
    Duty = 1048576,

    /// <summary>What a machine has: where it stands beside a field, an agent is one.</summary>
    Machine = 524288,

    /// <summary>One state or moment of whatever stands before it: <c>MessageStatus</c>, <c>CallEvent</c>.</summary>
    State = 2097152,

    /// <summary>Behind a term, whoever has it, as languages say it whose nouns come first: <c>emailResponsavel</c>.</summary>
    Holder = 4194304,

    /// <summary>Any role that tells whose the value is.</summary>
    Owner = Person | Organisation | Contact | Thing,
}
