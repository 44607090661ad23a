using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using PiiGuard.Analyzers.Configuration;
using PiiGuard.Analyzers.Diagnostics;
using PiiGuard.Analyzers.Shapes;
using PiiGuard.Classification;

namespace PiiGuard.Analyzers.Rules;

/// <summary>PII1008: properties that look personal and say neither <c>[Pii]</c> nor <c>[NotPii]</c>. Silent where the attributes are not referenced.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class AnnotationAnalyzer : PiiGuardAnalyzer
{
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Descriptors.NotAnnotated];

    private protected override void Start(CompilationStartAnalysisContext context, KnownSymbols known, IReadOnlyList<ContractFile> contracts)
    {
        if (known.Pii is null)
        {
            return;
        }

        var classifier = new FieldClassifier(LexiconFile.Read(context.Options, context.CancellationToken));
        context.RegisterSymbolAction(
            symbol =>
            {
                var type = (INamedTypeSymbol)symbol.Symbol;
                if (type is not { TypeKind: TypeKind.Class or TypeKind.Struct or TypeKind.Interface, IsStatic: false, IsImplicitlyDeclared: false })
                {
                    return;
                }

                var properties = type.GetMembers().OfType<IPropertySymbol>()
                    .Where(p => p is { IsStatic: false, IsIndexer: false, OverriddenProperty: null, GetMethod.DeclaredAccessibility: Accessibility.Public }).ToList();
                var siblings = new FieldSiblings(properties.Select(p => p.Name));
                foreach (var property in properties)
                {
                    var element = WireTypes.Unwrap(property.Type.SpecialType == SpecialType.System_String ? property.Type : property.Type.ArgumentOf(known.EnumerableOfT) ?? property.Type);
                    if (WireTypes.IsObject(element) || Annotations.Of(property, known) is not null)
                    {
                        continue; // what an object holds is judged by itself
                    }

                    var answer = classifier.Classify(new(property.Name, type.Name, Type: LeafTypes.Of(element), Siblings: siblings));
                    if (answer.Category is { } category)
                    {
                        var carried = ImmutableDictionary<string, string?>.Empty.Add(DiagnosticKeys.Categories, category.ToString());
                        symbol.ReportDiagnostic(Diagnostic.Create(Descriptors.NotAnnotated, property.Locations[0], carried, $"{type.Name}.{property.Name}", category, new Reason(answer)));
                    }
                }
            },
            SymbolKind.NamedType);
    }

    /// <summary>Is put into words when somebody reads the message: most of these suggestions nobody does.</summary>
    private sealed record Reason(FieldClassification Answer)
    {
        public override string ToString() => Answer.Explain();
    }
}
