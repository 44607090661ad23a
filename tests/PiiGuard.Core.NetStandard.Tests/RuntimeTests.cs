using System.Reflection;
using System.Runtime.Versioning;
using PiiGuard.Classification;

namespace PiiGuard.Core.Tests;

public sealed class RuntimeTests
{
    [Fact]
    public void Suite_runs_on_the_netstandard_build() => Assert.Equal(
        ".NETStandard,Version=v2.0", typeof(FieldClassifier).Assembly.GetCustomAttribute<TargetFrameworkAttribute>()!.FrameworkName);
}
