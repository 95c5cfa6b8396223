namespace ActorInference.Packages.Tests;

/// <summary>What docs/getting-started.md tells a new user to do, done in an empty folder with the packages.</summary>
[Collection(PackedCollection.Name)]
public sealed class GettingStartedTests(PackedFolder packed)
{
    private static readonly string Programs = Path.Combine(TestData.Repository, "tests", "ActorInference.Packages.Tests", "GettingStarted");
    private static readonly string Model = Path.Combine(TestData.Repository, "models", "cartoon", "cartoon.onnx");
    private static readonly string Media = Path.Combine(TestData.Repository, "samples", "media");
    private static readonly string Picture = Directory.GetFiles(Media, "*.jpg").Order(StringComparer.Ordinal).First();

    [DotnetFact]
    public async Task A_picture_a_folder_and_a_host_work_in_an_empty_project_with_the_packages()
    {
        var project = Directory.CreateDirectory(Path.Combine(packed.Work, "Cartoons")).FullName;
        var pictures = Directory.CreateDirectory(Path.Combine(packed.Work, "pictures")).FullName;
        File.Copy(Picture, Path.Combine(pictures, "first.jpg"));
        await File.WriteAllTextAsync(Path.Combine(pictures, "second.jpg"), "no picture");
        File.Copy(Path.Combine(Programs, "Cartoons.csproj"), Path.Combine(project, "Cartoons.csproj"));

        var one = await RunAsync(project, "Picture", Model, Picture, "one.jpg");
        Assert.Matches(@"^one\.jpg: \d+x\d+, \d+ bytes", one);
        Assert.True(new FileInfo(Path.Combine(project, "one.jpg")).Length > 1000);

        // A program whose own folder has no native files, as .NET's host runs some: it tells where the packages' are.
        var output = Path.Combine(project, "bin", "Debug", "net10.0");
        Directory.Delete(Path.Combine(output, "runtimes"), recursive: true);
        var elsewhere = await Child.RunWellAsync(project, "dotnet", ["exec", "--additionalprobingpath", packed.Surroundings["NUGET_PACKAGES"], Path.Combine(output, "Cartoons.dll"), Model, Picture, "two.jpg"], packed.Surroundings);
        Assert.StartsWith("two.jpg: ", elsewhere.Output, StringComparison.Ordinal);

        var folder = await PublishAndRunAsync(project, "Folder", Model, pictures, "folder");
        Assert.Contains("first.jpg: done", folder, StringComparison.Ordinal);
        Assert.Contains("second.jpg: ", folder, StringComparison.Ordinal);
        Assert.Equal(["first.jpg"], Directory.GetFiles(Path.Combine(project, "folder")).Select(Path.GetFileName));

        Directory.CreateDirectory(Path.Combine(project, "host"));
        Use(project, "Host");
        var host = await Child.RunWellAsync(project, "dotnet", ["run", "--", Model, "host"], packed.Surroundings, $"{Picture}\nnothing.jpg\n");
        Assert.Contains($"{Picture}: done", host.Output, StringComparison.Ordinal);
        Assert.Contains("nothing.jpg: not-found: ", host.Output, StringComparison.Ordinal);
        Assert.Contains("ready after ", host.Output, StringComparison.Ordinal); // the host's own log: predictors are warmed up first
        Assert.Single(Directory.GetFiles(Path.Combine(project, "host")));

        var missing = await Child.RunAsync(project, "dotnet", ["run", "--no-build", "--", "no-such.onnx", "host"], packed.Surroundings);
        Assert.Equal(1, missing.ExitCode);
        Assert.Equal("predictor 'cartoon' cannot be opened: no-such.onnx: there is no such file.", missing.Errors.Trim());
        Assert.DoesNotContain("   at ", missing.Output, StringComparison.Ordinal);
    }

    [DotnetFact]
    public async Task The_program_is_installed_as_a_tool_and_works()
    {
        await Child.RunWellAsync(packed.Work, "dotnet", ["tool", "install", "actorinfer", "--tool-path", "tools", "--add-source", packed.Packages], packed.Surroundings);
        var actorinfer = Path.Combine(packed.Work, "tools", OperatingSystem.IsWindows() ? "actorinfer.exe" : "actorinfer");

        var devices = await Child.RunWellAsync(packed.Work, actorinfer, ["devices"], packed.Surroundings);
        Assert.Contains("cpu         yes", devices.Output, StringComparison.Ordinal);

        await Child.RunWellAsync(packed.Work, actorinfer, ["run", Model, Picture, "-o", "out", "--size", "64x64"], packed.Surroundings);
        Assert.Single(Directory.GetFiles(Path.Combine(packed.Work, "out")));
        Assert.True(File.Exists(Directory.GetFiles(Path.Combine(packed.Work, "tools"), "cartoon.onnx", SearchOption.AllDirectories).Single()), "what the demo needs");
    }

    [Fact]
    public void Programs_and_project_in_the_document_are_those_that_are_tried_here()
    {
        var document = File.ReadAllText(Path.Combine(TestData.Repository, "docs", "getting-started.md"));
        foreach (var program in Directory.GetFiles(Programs, "*.cs"))
        {
            Assert.Contains($"```csharp\n{File.ReadAllText(program)}```", document, StringComparison.Ordinal);
        }

        Assert.Equal(Directory.GetFiles(Programs, "*.cs").Length, document.Split("```csharp\n").Length - 1);
        Assert.Contains($"```xml\n{File.ReadAllText(Path.Combine(Programs, "Cartoons.csproj"))}```", document, StringComparison.Ordinal);
        Assert.Contains($"Version=\"{PackedFolder.Version}\"", document, StringComparison.Ordinal);
    }

    // Written anew, not copied: a copy has the time of its original, and counts as built already.
    private static void Use(string project, string program) => File.WriteAllText(Path.Combine(project, "Program.cs"), File.ReadAllText(Path.Combine(Programs, $"{program}.cs")));

    private async Task<string> RunAsync(string project, string program, params string[] arguments)
    {
        Use(project, program);
        return (await Child.RunWellAsync(project, "dotnet", ["run", "--", .. arguments], packed.Surroundings)).Output;
    }

    private async Task<string> PublishAndRunAsync(string project, string program, params string[] arguments)
    {
        Use(project, program);
        await Child.RunWellAsync(project, "dotnet", ["publish", "-r", PackedFolder.Rid, "--no-self-contained", "-o", "published"], packed.Surroundings);
        Assert.False(Directory.Exists(Path.Combine(project, "published", "runtimes")), "a program for one platform has its native files beside it");
        return (await Child.RunWellAsync(project, Path.Combine(project, "published", OperatingSystem.IsWindows() ? "Cartoons.exe" : "Cartoons"), arguments, packed.Surroundings)).Output;
    }
}
