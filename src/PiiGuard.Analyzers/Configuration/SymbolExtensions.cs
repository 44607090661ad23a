using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace PiiGuard.Analyzers.Configuration;

/// <summary>Questions to symbols, all by symbol identity.</summary>
internal static class SymbolExtensions
{
    /// <summary>Whether a type is, derives from or implements another. False when the other is not referenced.</summary>
    public static bool Is(this ITypeSymbol? type, INamedTypeSymbol? other)
    {
        if (type is null || other is null)
        {
            return false;
        }

        if (other.TypeKind == TypeKind.Interface)
        {
            foreach (var implemented in type.AllInterfaces)
            {
                if (implemented.IsSame(other))
                {
                    return true;
                }
            }

            return type.IsSame(other);
        }

        for (var t = type; t is not null; t = t.BaseType)
        {
            if (t.IsSame(other))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether two types have the same definition, whatever their arguments.</summary>
    public static bool IsSame(this ITypeSymbol? type, INamedTypeSymbol? other) =>
        other is not null && SymbolEqualityComparer.Default.Equals(type?.OriginalDefinition, other);

    /// <summary>The type argument under which a type is or implements <c>IEnumerable&lt;T&gt;</c> and the like; null when it does not.</summary>
    public static ITypeSymbol? ArgumentOf(this ITypeSymbol type, INamedTypeSymbol? generic, int index = 0) =>
        generic is null ? null
            : type is INamedTypeSymbol named && named.IsSame(generic) ? named.TypeArguments[index]
            : type.AllInterfaces.FirstOrDefault(i => i.IsSame(generic))?.TypeArguments[index];

    /// <summary>The name of a type as it is written, without what qualifies it; null where it has none.</summary>
    public static string? SimpleName(this TypeSyntax type) => type switch
    {
        SimpleNameSyntax simple => simple.Identifier.ValueText,
        QualifiedNameSyntax qualified => qualified.Right.Identifier.ValueText,
        AliasQualifiedNameSyntax aliased => aliased.Name.Identifier.ValueText,
        NullableTypeSyntax nullable => nullable.ElementType.SimpleName(),
        _ => null,
    };

    public static IEnumerable<ITypeSymbol> SelfAndBases(this ITypeSymbol type)
    {
        for (var t = type; t is not null; t = t.BaseType)
        {
            yield return t;
        }
    }

    /// <summary>Arguments of an attribute, with the elements of arrays in their place; an array may be null.</summary>
    public static IEnumerable<TypedConstant> Flat(this IEnumerable<TypedConstant> arguments) =>
        arguments.SelectMany(a => a.Kind != TypedConstantKind.Array ? [a] : a.IsNull ? Enumerable.Empty<TypedConstant>() : a.Values);

    public static AttributeData? Attribute(this ISymbol symbol, INamedTypeSymbol? attribute)
    {
        if (attribute is not null)
        {
            foreach (var found in symbol.GetAttributes()) // most symbols have none, and this is asked of all of them
            {
                if (found.AttributeClass.Is(attribute))
                {
                    return found;
                }
            }
        }

        return null;
    }

    /// <summary>Whether a namespace is of ASP.NET Core.</summary>
    public static bool IsAspNetCore(this INamespaceSymbol? name)
    {
        while (name is { IsGlobalNamespace: false })
        {
            if (name is { Name: "AspNetCore", ContainingNamespace: { Name: "Microsoft", ContainingNamespace.IsGlobalNamespace: true } })
            {
                return true;
            }

            name = name.ContainingNamespace;
        }

        return false;
    }

    /// <summary>The calls in a file whose text has any of some words; none in one that has not, which is found out without a walk.</summary>
    public static IEnumerable<InvocationExpressionSyntax> CallsWhereAny(this SyntaxTree tree, string[] words, CancellationToken cancellation)
    {
        var text = tree.GetText(cancellation).ToString();
        return Array.Exists(words, w => text.IndexOf(w, StringComparison.Ordinal) >= 0) ? tree.GetRoot(cancellation).DescendantNodes().OfType<InvocationExpressionSyntax>() : [];
    }
}
