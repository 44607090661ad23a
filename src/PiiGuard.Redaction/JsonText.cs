using System.Text.Json.Serialization;

namespace PiiGuard.Redaction;

/// <summary>Source-generated serialisation of the few values that are written anew.</summary>
[JsonSerializable(typeof(string))]
internal sealed partial class JsonText : JsonSerializerContext;
