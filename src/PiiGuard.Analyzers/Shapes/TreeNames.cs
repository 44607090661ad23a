using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;

namespace PiiGuard.Analyzers.Shapes;

/// <summary>What a file says by its syntax alone of what is put where: read once, so that an edit costs its own file.</summary>
/// <param name="Renames">What new objects are given.</param>
/// <param name="Texts">What methods and properties make texts of.</param>
/// <param name="Plain">Names of the properties that make nothing.</param>
/// <param name="Documents">What methods write, line by line.</param>
internal sealed record TreeNames(IReadOnlyList<Rename> Renames, IReadOnlyList<MadeText> Texts, IReadOnlyCollection<string> Plain, IReadOnlyList<MadeText> Documents)
{
    private static readonly ConditionalWeakTable<SyntaxTree, TreeNames> Trees = new();

    public static TreeNames Of(SyntaxTree tree) => Trees.GetValue(tree, TreeNamesReader.Read);
}

/// <summary>A value by its name.</summary>
/// <param name="Owner">The name of what holds it or of its type, if there is one.</param>
/// <param name="Name">Its name; of a call that of the method.</param>
/// <param name="IsMade">Whether a method makes it.</param>
internal readonly record struct NameSource(string? Owner, string Name, bool IsMade = false)
{
    /// <summary>Of a call, the values that the method is handed.</summary>
    public IReadOnlyList<NameSource>? Arguments { get; init; }
}

/// <summary>What a member of a new object is given.</summary>
/// <param name="Type">Name of the object's type.</param>
/// <param name="Member">Name of the member, or its <see cref="Parameter"/>.</param>
/// <param name="Maker">Name of the method that makes it.</param>
/// <param name="Request">Name of the type of its first parameter: a handler is known by what it is sent. Of a mapper's profile, of the type that is mapped.</param>
/// <param name="Sources">The values in it; none where it is anything else.</param>
internal sealed record Rename(string Type, string Member, string Maker, string? Request, ImmutableArray<NameSource> Sources)
{
    /// <summary>Where the method stands, as others may have its name; null outside of one.</summary>
    public SyntaxNode? Place { get; init; }

    /// <summary>Stands for a parameter, in the place of a member.</summary>
    public static string Parameter(int ordinal, int count) => ordinal + "/" + count;
}

/// <summary>A text that a method or a property makes: <c>string FullName => $"{First} {Last}"</c>.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Sources">The values in it; none where it is anything else.</param>
/// <param name="PassesOn">Whether all that is in it are parameters: then it is what it is handed.</param>
internal sealed record MadeText(string Name, ImmutableArray<NameSource> Sources, bool PassesOn);
