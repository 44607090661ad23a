namespace PiiGuard.Classification;

/// <summary>A field as the classifier sees it. Only the name is needed; the rest sharpens the answer.</summary>
/// <param name="Name">The property's own name, as in the source or on the wire.</param>
/// <param name="Owner">The type or schema that holds the property; null when unknown.</param>
/// <param name="Parents">Names of the enclosing properties between owner and property, outermost first; null is none.</param>
/// <param name="Type">What is known of its type; of a list, the type of its elements.</param>
/// <param name="Format">The <c>format</c> of JSON Schema or OpenAPI, such as <c>email</c>; null when there is none.</param>
/// <param name="Siblings">Names of the properties beside it; null is none known. They tell a person where no owner does.</param>
/// <param name="Annotation">What the code says of the field; null when it says nothing.</param>
public readonly record struct FieldDescription(
    string Name,
    string? Owner = null,
    IReadOnlyList<string>? Parents = null,
    FieldType Type = FieldType.Unknown,
    string? Format = null,
    IReadOnlyList<string>? Siblings = null,
    FieldAnnotation? Annotation = null);
