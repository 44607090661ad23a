namespace PiiGuard.Analyzers.Shapes;

/// <summary>What the code of a handler does beside answering.</summary>
[Flags]
internal enum HandlerChecks
{
    None = 0,

    /// <summary>It asks who is calling, or whether they may.</summary>
    AsksCaller = 1,

    /// <summary>It bounds the length of a list.</summary>
    BoundsList = 2,

    /// <summary>Its code was not looked at.</summary>
    NotSeen = AsksCaller | BoundsList,
}
