namespace PiiGuard.Analyzers.Shapes;

/// <summary>Who writes a body, and how it names members.</summary>
/// <param name="IsNewtonsoft">Newtonsoft.Json; else System.Text.Json.</param>
/// <param name="Naming">How CLR names become wire names.</param>
/// <param name="IncludeFields">Whether public fields are sent; Newtonsoft.Json always sends them.</param>
internal sealed record Serializer(bool IsNewtonsoft, NamingPolicy Naming, bool IncludeFields)
{
    /// <summary>System.Text.Json with the web defaults of ASP.NET Core.</summary>
    public static Serializer WebDefaults { get; } = new(false, NamingPolicy.CamelCase, false);
}
