namespace PiiGuard.Contracts;

/// <summary>One step of a wire path.</summary>
/// <param name="Kind">What the step goes into.</param>
/// <param name="Name">The property's name on the wire; empty for the other kinds.</param>
public readonly record struct WireStep(WireStepKind Kind, string Name)
{
    /// <summary>Into every element of an array: <c>[]</c>.</summary>
    public static WireStep Items { get; } = new(WireStepKind.Items, "");

    /// <summary>Into every value of a dictionary, whatever its key: <c>{}</c>.</summary>
    public static WireStep Values { get; } = new(WireStepKind.Values, "");

    /// <summary>Into the property of this name.</summary>
    public static WireStep Property(string name) => new(WireStepKind.Property, name);
}
