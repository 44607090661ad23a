using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using PiiGuard.Analyzers.Configuration;
using PiiGuard.Analyzers.Diagnostics;
using PiiGuard.Analyzers.Shapes;

namespace PiiGuard.Analyzers.Rules;

/// <summary>PII1010: types that could be sealed, so that nothing else is ever sent in their place. Each once, at its declaration.</summary>
internal sealed class OpenRoots(TypeShapes shapes, SourceTypes types, PersistenceEntities entities, KnownSymbols known)
{
    private readonly ConcurrentDictionary<ISymbol, byte> _reported = new(SymbolEqualityComparer.Default);

    /// <param name="body">The type of a body with personal data.</param>
    /// <param name="serializer">Who writes it.</param>
    /// <param name="report">Takes the diagnostic.</param>
    public void Report(ITypeSymbol body, Serializer serializer, Action<Diagnostic> report)
    {
        // System.Text.Json writes the run-time type at the root alone, Newtonsoft.Json everywhere.
        if (shapes.ElementOf(body, out var lists) is INamedTypeSymbol { TypeKind: TypeKind.Class, IsSealed: false, IsAbstract: false } type && !_reported.ContainsKey(type.OriginalDefinition)
            && (serializer.IsNewtonsoft || (serializer.Kind == SerializerKind.SystemTextJson && lists.Count == 0 && !shapes.IsPolymorphic(type, serializer)))
            && known.IsOurs(type) && !types.MayBeBase(type.Name) && !entities.Contains(type)
            && !type.GetMembers().Any(m => !m.IsImplicitlyDeclared && (m.IsVirtual || m.DeclaredAccessibility is Accessibility.Protected or Accessibility.ProtectedOrInternal or Accessibility.ProtectedAndInternal)) // those a sealed type cannot have
            && type.Locations.FirstOrDefault(l => l.IsInSource) is { } location && _reported.TryAdd(type.OriginalDefinition, 0))
        {
            report(Diagnostic.Create(Descriptors.OpenRoot, location, type.Name));
        }
    }
}
