using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace PiiGuard.Analyzers.Shapes;

/// <summary>Files that a handler makes before it sends them: tables that a library writes, cells that are filled, methods that make a document.</summary>
internal static class Exports
{
    private static readonly HashSet<string> Writers = new(["WriteRecords", "WriteRecordsAsync", "SaveAs", "SaveAsAsync", "InsertTable", "InsertData", "LoadFromCollection"], StringComparer.Ordinal);

    private static readonly string[] Documents = ["Csv", "Excel", "Xlsx", "Export", "Pdf", "Ical", "Ics", "Vcard", "VCard", "Html", "Label", "Letter", "Statement", "Invoice", "Report", "Document"];

    /// <summary>Whether a method of the project makes a document, by what it returns and is called.</summary>
    /// <param name="returned">What it returns, awaited.</param>
    /// <param name="name">Its name.</param>
    public static bool Makes(ITypeSymbol returned, string name) => IsBytes(returned) && Array.Exists(Documents, d => name.IndexOf(d, StringComparison.Ordinal) >= 0);

    /// <summary>What a file can be sent as.</summary>
    public static bool IsBytes(ITypeSymbol? type) => type is { SpecialType: SpecialType.System_String } or IArrayTypeSymbol { ElementType.SpecialType: SpecialType.System_Byte } or { Name: "Stream" or "MemoryStream" or "FileStream" };

    /// <summary>Whether a body sends a file.</summary>
    public static bool SendsFile(IOperation returned) => BodyOperations.Unwrapped(returned) switch
    {
        IInvocationOperation call => call.TargetMethod.Name is "File" or "Bytes" or "Stream",
        IObjectCreationOperation { Type.Name: "FileContentResult" or "FileStreamResult" } => true,
        var value => IsBytes(value?.Type),
    };

    /// <summary>The lists that are written as tables.</summary>
    public static IEnumerable<TextPart> TablesIn(IEnumerable<IOperation> operations) => operations.OfType<IInvocationOperation>().Where(c => Writers.Contains(c.TargetMethod.Name))
        .SelectMany(c => c.Arguments).Where(a => BodyOperations.Unwrapped(a.Value)?.Type is IArrayTypeSymbol or INamedTypeSymbol { IsGenericType: true, TypeArguments.Length: 1 }).Select(a => new TextPart(a.Value, Serializer.Plain));

    /// <summary>What is put into the cells of a sheet: <c>sheet.Cell(row, 1).Value = customer.Email</c>.</summary>
    public static IEnumerable<IOperation> CellsIn(IEnumerable<IOperation> operations) => operations.OfType<ISimpleAssignmentOperation>()
        .Where(a => a.Target is IPropertyReferenceOperation { Property.Name: "Value", Instance: IInvocationOperation { TargetMethod.Name: "Cell" } or IPropertyReferenceOperation { Property.IsIndexer: true } }).Select(a => BodyOperations.Unwrapped(a.Value)!);
}
