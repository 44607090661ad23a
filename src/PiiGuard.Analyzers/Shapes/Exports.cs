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

    /// <summary>Whether a call sends a card of somebody: <c>Text(card, "text/vcard")</c>.</summary>
    public static bool SendsCard(IOperation value) => value is IInvocationOperation { TargetMethod.Name: "Text" or "Content" or "File" or "Bytes" } call
        && call.Arguments.Any(a => a.Value.ConstantValue.Value is string type && (type.StartsWith("text/vcard", StringComparison.OrdinalIgnoreCase) || type.StartsWith("text/x-vcard", StringComparison.OrdinalIgnoreCase)));

    /// <summary>Whether a body sends a file, or what a method of the project makes one of.</summary>
    public static bool SendsFile(IOperation returned) => BodyOperations.Unwrapped(returned) switch
    {
        IConditionalOperation { WhenFalse: { } otherwise } conditional => SendsFile(conditional.WhenTrue) || SendsFile(otherwise),
        ISwitchExpressionOperation choice => choice.Arms.Any(a => SendsFile(a.Value)),
        IInvocationOperation call => call.TargetMethod.Name is "File" or "Bytes" or "Stream" || call.Type?.Name is "FileResult" or "FileContentResult" or "FileStreamResult"
            || call.Arguments.Any(a => BodyOperations.Unwrapped(a.Value) is IDelegateCreationOperation { Target: IAnonymousFunctionOperation made } && BodyOperations.Returned(made.Body).Any(SendsFile)),
        IObjectCreationOperation { Type.Name: "FileContentResult" or "FileStreamResult" } => true,
        var value => IsBytes(value?.Type),
    };

    /// <summary>The lists that are written as tables: by a library, or by a method of any name that makes a document of rows of any type.</summary>
    public static IEnumerable<TextPart> TablesIn(IEnumerable<IOperation> operations) => operations.OfType<IInvocationOperation>().Where(c => Writers.Contains(c.TargetMethod.Name) || MakesTable(c.TargetMethod))
        .SelectMany(c => c.Arguments).Where(a => BodyOperations.Unwrapped(a.Value)?.Type is IArrayTypeSymbol or INamedTypeSymbol { IsGenericType: true, TypeArguments.Length: 1 }).Select(a => new TextPart(a.Value, Serializer.Plain));

    /// <summary><c>byte[] CsvWriter.Write&lt;T&gt;(IEnumerable&lt;T&gt; rows)</c></summary>
    private static bool MakesTable(IMethodSymbol method) => method.IsGenericMethod && IsBytes(method.ReturnType is INamedTypeSymbol { Name: "Task" or "ValueTask", TypeArguments: { Length: 1 } of } ? of[0] : method.ReturnType)
        && Array.Exists(Documents, d => (method.ContainingType.Name + method.Name).IndexOf(d, StringComparison.OrdinalIgnoreCase) >= 0);

    /// <summary>What stands in rows of texts: <c>customers.Select(c => new[] { c.Number, c.Email })</c>.</summary>
    public static IEnumerable<IOperation> RowsIn(IEnumerable<IOperation> operations) => operations.OfType<IArrayCreationOperation>()
        .Where(a => a is { IsImplicit: false, Type: IArrayTypeSymbol { ElementType.SpecialType: SpecialType.System_String }, Initializer: not null }).SelectMany(a => a.Initializer!.ElementValues);

    /// <summary>What the columns hold of a table that a method makes a file of, by what it is called and returns: <c>Csv.File(customers, ("name", c => c.Name), ("e-mail", c => c.Email))</c>.</summary>
    public static IEnumerable<IOperation> ColumnsIn(IEnumerable<IOperation> operations) => operations.OfType<IInvocationOperation>()
        .Where(c => IsFile(c.Type) && Array.Exists(Documents, d => (c.TargetMethod.ContainingType.Name + c.TargetMethod.Name).IndexOf(d, StringComparison.Ordinal) >= 0)).SelectMany(c => c.Arguments).SelectMany(a => Selected(a.Value));

    private static bool IsFile(ITypeSymbol? type) => type is INamedTypeSymbol { Name: "Task" or "ValueTask", TypeArguments: { Length: 1 } of } ? IsFile(of[0])
        : type?.SpecialType != SpecialType.System_String && (IsBytes(type) || type is { Name: "IResult" or "IActionResult" or "ActionResult" or "FileResult" or "FileContentResult" or "FileStreamResult" or "FileContentHttpResult" or "FileStreamHttpResult" });

    private static IEnumerable<IOperation> Selected(IOperation? value) => BodyOperations.Unwrapped(value) switch
    {
        IDelegateCreationOperation { Target: IAnonymousFunctionOperation column } => BodyOperations.Returned(column.Body),
        IAnonymousFunctionOperation column => BodyOperations.Returned(column.Body),
        ITupleOperation tuple => tuple.Elements.SelectMany(Selected),
        IArrayCreationOperation { Initializer: { } columns } => columns.ElementValues.SelectMany(Selected),
        ICollectionExpressionOperation columns => columns.Elements.SelectMany(Selected),
        IObjectCreationOperation column => column.Arguments.SelectMany(a => Selected(a.Value)),
        _ => [],
    };

    /// <summary>What is put into the cells of a sheet: <c>sheet.Cell(row, 1).Value = customer.Email</c>.</summary>
    public static IEnumerable<IOperation> CellsIn(IEnumerable<IOperation> operations) => operations.OfType<ISimpleAssignmentOperation>()
        .Where(a => a.Target is IPropertyReferenceOperation { Property.Name: "Value", Instance: IInvocationOperation { TargetMethod.Name: "Cell" } or IPropertyReferenceOperation { Property.IsIndexer: true } }).Select(a => BodyOperations.Unwrapped(a.Value)!);
}
