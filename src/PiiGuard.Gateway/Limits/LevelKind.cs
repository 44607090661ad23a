namespace PiiGuard.Gateway.Limits;

/// <summary>Who is limited, from the narrowest to the widest.</summary>
internal enum LevelKind
{
    Credential,
    Client,
    Organisation,
    Api,
}
