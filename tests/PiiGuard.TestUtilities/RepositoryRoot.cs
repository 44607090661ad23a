namespace PiiGuard.TestUtilities;

/// <summary>Where this repository is checked out.</summary>
public static class RepositoryRoot
{
    public static string Path { get; } = Find();

    public static string File(params string[] parts) => System.IO.Path.Combine([Path, .. parts]);

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (System.IO.File.Exists(System.IO.Path.Combine(folder.FullName, "PiiGuard.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException($"PiiGuard.sln is not in any folder above {AppContext.BaseDirectory}.");
    }
}
