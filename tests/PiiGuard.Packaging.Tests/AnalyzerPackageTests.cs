using System.IO.Compression;
using PiiGuard.TestUtilities;

namespace PiiGuard.Packaging.Tests;

/// <summary>The package as its users get it: packed, installed into a fresh project outside of this repository, built.</summary>
public sealed class AnalyzerPackageTests
{
    [Fact]
    public async Task Installed_package_warns_and_fails_a_build_that_asks_for_it()
    {
        var cancellation = TestContext.Current.CancellationToken;
        using var folder = new TemporaryFolder();
        var feed = Path.Combine(folder.Path, "feed");
        var packed = await Tool.DotnetAsync(RepositoryRoot.Path, cancellation,
            "pack", "src/PiiGuard.Analyzers.Package", "-o", feed, "-p:ArtifactsPath=" + Path.Combine(folder.Path, "artifacts"), "-p:Version=0.0.1-test", "-nodeReuse:false");
        Assert.True(packed.ExitCode == 0, packed.Output);
        using (var package = ZipFile.OpenRead(Path.Combine(feed, "PiiGuard.Analyzers.0.0.1-test.nupkg")))
        {
            Assert.Equal(
                ["PiiGuard.Abstractions.dll", "PiiGuard.Analyzers.dll", "PiiGuard.CodeFixes.dll", "PiiGuard.Core.dll"],
                package.Entries.Where(e => e.FullName.StartsWith("analyzers/dotnet/cs/", StringComparison.Ordinal)).Select(e => e.Name).Order(StringComparer.Ordinal));
            Assert.Contains(package.Entries, e => e.FullName == "buildTransitive/PiiGuard.Analyzers.targets");
        }

        folder.Write("api/Directory.Build.props", "<Project />");
        folder.Write("api/nuget.config", "<configuration><packageSources><clear /><add key=\"feed\" value=\"../feed\" /></packageSources></configuration>");
        folder.Write("api/api.csproj", """
            <Project Sdk="Microsoft.NET.Sdk.Web">
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
                <RestorePackagesPath>../packages</RestorePackagesPath>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="PiiGuard.Analyzers" Version="0.0.1-test" PrivateAssets="all" />
              </ItemGroup>
            </Project>
            """);
        folder.Write("api/Program.cs", """
            var app = WebApplication.Create(args);
            app.MapGet("/customers/{id}", (Guid id) => new Customer(id, "", default));
            app.Run();
            record Customer(Guid Id, string Email, DateOnly BirthDate);
            """);
        Task<(int ExitCode, string Output)> Build(params string[] more) => Tool.DotnetAsync(Path.Combine(folder.Path, "api"), cancellation, ["build", "-nodeReuse:false", "--no-incremental", .. more]);

        var warned = await Build();
        Assert.True(warned.ExitCode == 0, warned.Output);
        Assert.Contains("warning PII1001: GET /customers/{id} returns personal data that PiiExposure.txt does not declare: birthDate (BirthDate), email (EmailAddress)", warned.Output, StringComparison.Ordinal);

        var failed = await Build("-warnaserror:PII1001,PII4001,PII4002");
        Assert.NotEqual(0, failed.ExitCode);
        Assert.Contains("error PII1001", failed.Output, StringComparison.Ordinal);

        var strict = await Build("-p:PiiGuardMode=Strict");
        Assert.Contains("error PII1001", strict.Output, StringComparison.Ordinal);
        var misspelt = await Build("-p:PiiGuardMode=Stric");
        Assert.Contains("error PIIG0003: PiiGuardMode is 'Stric'; expected Recommended, Strict or Baseline.", misspelt.Output, StringComparison.Ordinal);
        var dateless = await Build("-p:PiiGuardDate=tomorrow");
        Assert.Contains("error PIIG0004: PiiGuardDate is 'tomorrow'; expected a day, for example 2027-03-31.", dateless.Output, StringComparison.Ordinal);

        // The project's own settings outweigh the mode.
        folder.Write("api/.editorconfig", "root = true\n[*.cs]\ndotnet_diagnostic.PII1001.severity = warning\n");
        var overridden = await Build("-p:PiiGuardMode=Strict");
        Assert.True(overridden.ExitCode == 0, overridden.Output);
        Assert.Contains("warning PII1001", overridden.Output, StringComparison.Ordinal);

        folder.Write("api/PiiExposure.txt", """
            GET /customers/{id} | birthDate | BirthDate | Agents check the age of a customer.
            GET /customers/{id} | email | EmailAddress | Agents resend invoices to it.

            """);
        var declared = await Build("-warnaserror:PII1001,PII4001,PII4002");
        Assert.True(declared.ExitCode == 0, declared.Output);

        // A baseline declares without reasons; what is new warns all the same.
        folder.Write("api/PiiExposure.txt", "GET /customers/{id} | birthDate | BirthDate | TODO\n");
        var baseline = await Build("-p:PiiGuardMode=Baseline");
        Assert.DoesNotContain("PII4001", baseline.Output, StringComparison.Ordinal);
        Assert.Contains("warning PII1001: GET /customers/{id} returns personal data that PiiExposure.txt does not declare: email (EmailAddress)", baseline.Output, StringComparison.Ordinal);

        // The command of the README takes everything that is there today; then the baseline is quiet.
        folder.Write("api/PiiExposure.txt", "");
        folder.Write("api/.editorconfig", "root = true\n");
        folder.Write("api/Directory.Build.props", "<Project><PropertyGroup><PiiGuardMode>Baseline</PiiGuardMode></PropertyGroup></Project>");
        folder.Write("api/Program.cs", """
            var app = WebApplication.Create(args);
            app.MapGet("/customers/{id}", (Guid id) => new Customer(id, "", default));
            app.MapPost("/login", () => new Login(""));
            app.MapGet("/parties/{id}", Party (int id) => new Person());
            app.MapGet("/odd|route", () => new Party { Phone = "" });
            app.Run();
            record Customer(Guid Id, string Email, DateOnly BirthDate);
            record Login(string AccessToken);
            public class Party { public string Phone { get; set; } = ""; }
            public class Person : Party { public string Ssn { get; set; } = ""; }
            """);
        var readme = await File.ReadAllLinesAsync(Path.Combine(RepositoryRoot.Path, "README.md"), cancellation);
        var command = Assert.Single(readme, line => line.TrimStart().StartsWith("dotnet format ", StringComparison.Ordinal)).Trim().Split(' ')[1..];
        var formatted = await Tool.DotnetAsync(Path.Combine(folder.Path, "api"), cancellation, command);
        Assert.True(formatted.ExitCode == 0, formatted.Output);
        var quiet = await Build();
        Assert.True(quiet.ExitCode == 0, quiet.Output);
        Assert.DoesNotContain(": warning PII", quiet.Output, StringComparison.Ordinal);

        // What the project file says of its own types reaches the analyzers, whatever stands between the names.
        folder.Write("api/Directory.Build.props", "<Project><PropertyGroup><PiiGuardTransparentWrappers>\n  Other;\n  Envelope\n</PiiGuardTransparentWrappers></PropertyGroup></Project>");
        folder.Write("api/PiiExposure.txt", "");
        folder.Write("api/Program.cs", """
            var app = WebApplication.Create(args);
            app.MapGet("/customers/{id}", (Guid id) => new Envelope<Customer>(new(""), ""));
            app.Run();
            record Customer(string Email);
            record Envelope<T>(T Value, string UserPhone);
            """);
        var unwrapped = await Build();
        Assert.Contains("does not declare: email (EmailAddress)", unwrapped.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("userPhone", unwrapped.Output, StringComparison.Ordinal);
    }
}
