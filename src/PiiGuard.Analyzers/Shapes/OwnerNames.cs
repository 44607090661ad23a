using Microsoft.CodeAnalysis;

namespace PiiGuard.Analyzers.Shapes;

/// <summary>The name by which a type tells whose data it holds.</summary>
internal static class OwnerNames
{
    private static readonly HashSet<string> Neutral = new(StringComparer.Ordinal) { "Response", "Result", "Dto", "Model", "ViewModel", "Vm", "Item", "Row", "Output", "Data", "Payload", "Body", "Info", "Details", "Query", "Command", "Request", "View",
        "Record", "Entry", "ListItem", "Fila", "Registro", "Respuesta", "Elemento", "Zeile", "Zeilen", "Antwort", "Ergebnis", "Ligne", "Reponse", "Riga", "Risposta", "Linha", "Resposta", "Rij", "Antwoord", "Wiersz", "Odpowiedz", "Raekke", "Svar", "Rad" };

    /// <summary>Its own; of one that says nothing (<c>GetUser.Response</c>), with that of the type or the namespace around it.</summary>
    public static string Of(ITypeSymbol type) => Neutral.Contains(type.Name) && (type.ContainingType?.Name ?? type.ContainingNamespace?.Name) is { Length: > 0 } around ? around + type.Name : type.Name;
}
