namespace PiiGuard.Classification;

/// <summary>A field as the classifier sees it. Only the name is needed; the rest sharpens the answer.</summary>
/// <param name="Name">The property's own name, as in the source or on the wire.</param>
/// <param name="Owner">The type or schema that holds the property; null when unknown.</param>
/// <param name="Parents">Names of the enclosing properties between owner and property, outermost first; null is none.</param>
/// <param name="Type">What is known of its type; of a list, the type of its elements.</param>
/// <param name="Format">The <c>format</c> of JSON Schema or OpenAPI, such as <c>email</c>; null when there is none.</param>
public readonly record struct FieldDescription(
    string Name, string? Owner = null, IReadOnlyList<string>? Parents = null, FieldType Type = FieldType.Unknown, string? Format = null);
