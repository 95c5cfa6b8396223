using System.Reflection;

namespace ActorInference.Packages.Tests;

/// <summary>The packages of this build in a folder of their own, made once; and beside it a folder for a user's projects, who has nothing but those packages and what .NET's feed has.</summary>
public sealed class PackedFolder : IAsyncLifetime, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    /// <summary>Where the packages are.</summary>
    public string Packages => _folder.File("packages");

    /// <summary>Where a user works: outside of the repository.</summary>
    public string Work => _folder.File("work");

    /// <summary>What a user's commands see: an empty cache of packages, and those that this machine has restored already, so that nothing is fetched.</summary>
    public IReadOnlyDictionary<string, string> Surroundings => new Dictionary<string, string>
    {
        ["NUGET_PACKAGES"] = _folder.File("cache"),
        ["RestoreFallbackFolders"] = Restored,
        ["DOTNET_CLI_HOME"] = _folder.File("home"),
        ["DOTNET_SKIP_FIRST_TIME_EXPERIENCE"] = "1",
        ["DOTNET_NOLOGO"] = "1",
        ["DOTNET_GENERATE_ASPNET_CERTIFICATE"] = "false",
        ["DOTNET_ADD_GLOBAL_TOOLS_TO_PATH"] = "false",
        ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1",
    };

    public static string Version => Said("Version");

    public static string Rid => Said("Rid");

    public async Task InitializeAsync()
    {
        if (DotnetFactAttribute.Reason is not null) return; // what needs the packages is skipped
        Directory.CreateDirectory(Work);
        LeaveOutOurs();
        await File.WriteAllTextAsync(Path.Combine(Work, "nuget.config"), $"""
            <configuration>
              <packageSources>
                <clear />
                <add key="actorinference" value="{Packages}" />
              </packageSources>
            </configuration>
            """);

        // As eng/pack does, but for this platform alone, and of what is built already.
        await Child.RunWellAsync(
            TestData.Repository,
            "dotnet",
            ["msbuild", "eng/packages/Packages.proj", "-t:Pack", "-nologo", "-v:q", "-p:NoBuild=true", $"-p:Configuration={Said("Configuration")}", $"-p:PackageOutputPath={Packages}/"]);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    // What this machine has restored already. Where it once restored packages of ours, from another folder, those would go before the ones that are tried here: links to all but them.
    private string Restored => Directory.Exists(_folder.File("restored")) ? _folder.File("restored") : Said("NuGetPackageRoot");

    private void LeaveOutOurs()
    {
        var all = Directory.GetDirectories(Said("NuGetPackageRoot"));
        if (!all.Any(IsOurs)) return;
        var restored = Directory.CreateDirectory(_folder.File("restored")).FullName;
        foreach (var package in all.Where(package => !IsOurs(package))) Directory.CreateSymbolicLink(Path.Combine(restored, Path.GetFileName(package)), package);

        static bool IsOurs(string package) => Path.GetFileName(package).StartsWith("actorinfer", StringComparison.OrdinalIgnoreCase);
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>Whether the engine akka was built.</summary>
    public static bool HasAkka { get; } = bool.Parse(Said("HasAkka"));

    private static string Said(string name) => typeof(PackedFolder).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(metadata => metadata.Key == name).Value!;
}
