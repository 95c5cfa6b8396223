using System.Runtime.CompilerServices;

namespace ActorInference.TestKit;

/// <summary>
/// Finds the shared test data: the folder that ACTORINFERENCE_TEST_DATA names, else <c>../shared/data</c> beside the repository.
/// </summary>
public static class TestData
{
    /// <summary>The setting that names the folder.</summary>
    public const string Setting = "ACTORINFERENCE_TEST_DATA";

    /// <summary>The root of this repository.</summary>
    public static string Repository { get; } = FindRepository();

    /// <summary>The folder of the test data, present or not.</summary>
    public static string Root { get; } =
        Environment.GetEnvironmentVariable(Setting) is { Length: > 0 } folder ? folder : System.IO.Path.GetFullPath(System.IO.Path.Combine(Repository, "..", "shared", "data"));

    /// <summary>Whether the folder is there.</summary>
    public static bool Exists { get; } = Directory.Exists(System.IO.Path.Combine(Root, "models"));

    /// <summary>A file or folder in the test data, by its path with forward slashes.</summary>
    public static string Path(string relative) => System.IO.Path.Combine([Root, .. relative.Split('/')]);

    private static string FindRepository([CallerFilePath] string thisFile = "")
    {
        foreach (var start in new[] { AppContext.BaseDirectory, System.IO.Path.GetDirectoryName(thisFile)! })
        {
            for (var folder = start; folder is not null; folder = System.IO.Path.GetDirectoryName(folder))
            {
                if (File.Exists(System.IO.Path.Combine(folder, "ActorInference.sln"))) return folder;
            }
        }

        throw new DirectoryNotFoundException("No folder above the tests holds ActorInference.sln.");
    }
}
