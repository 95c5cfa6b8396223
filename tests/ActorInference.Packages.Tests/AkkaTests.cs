namespace ActorInference.Packages.Tests;

/// <summary>The programs of docs/akka.md and docs/cluster.md, in an empty folder with the packages.</summary>
[Collection(PackedCollection.Name)]
public sealed class AkkaTests(PackedFolder packed)
{
    private static readonly string Programs = Path.Combine(TestData.Repository, "tests", "ActorInference.Packages.Tests", "Akka");
    private static readonly string Model = Path.Combine(TestData.Repository, "models", "cartoon", "cartoon.onnx");

    [DotnetFact]
    public async Task An_actor_system_and_a_cluster_work_in_an_empty_project_with_the_packages()
    {
        if (!PackedFolder.HasAkka) return; // this build has no package of it
        var project = Directory.CreateDirectory(Path.Combine(packed.Work, "Greys")).FullName;
        File.Copy(Path.Combine(Programs, "Greys.csproj"), Path.Combine(project, "Greys.csproj"));

        var one = await RunAsync(project, "OneMachine", Model);
        Assert.Equal([.. Enumerable.Range(0, 3).Select(item => $"{item}: float32 [1,3,64,64]")], Lines(one).Where(line => line.Contains(": float32", StringComparison.Ordinal)));
        var missing = await Child.RunAsync(project, "dotnet", ["run", "--no-build", "--", "no-such.onnx"], packed.Surroundings);
        Assert.Equal((1, "no-such.onnx: there is no such file."), (missing.ExitCode, missing.Errors.Trim()));

        // The configuration comes with the package; a file beside it makes the process both.
        var output = Path.Combine(project, "bin", "Debug", "net10.0");
        foreach (var name in new[] { "cluster.conf", "cluster-gpu.conf", "gpu.conf" })
        {
            Assert.Equal(await File.ReadAllTextAsync(Path.Combine(TestData.Repository, "config", name)), await File.ReadAllTextAsync(Path.Combine(output, "config", name)));
        }

        var both = Path.Combine(output, "both.conf");
        File.Copy(Path.Combine(Programs, "both.conf"), both);
        Assert.Equal(["float32 [1,3,64,64]"], Lines(await RunAsync(project, "Member", Model, both)));
    }

    [Theory]
    [InlineData("akka.md", "OneMachine.cs", "csharp")]
    [InlineData("cluster.md", "Member.cs", "csharp")]
    [InlineData("cluster.md", "both.conf", "hocon")]
    public void Program_in_the_document_is_the_one_that_is_tried_here(string page, string file, string language)
    {
        var document = File.ReadAllText(Path.Combine(TestData.Repository, "docs", page));
        Assert.Contains($"```{language}\n{File.ReadAllText(Path.Combine(Programs, file))}```", document, StringComparison.Ordinal);
        foreach (var reference in File.ReadLines(Path.Combine(Programs, "Greys.csproj")).Where(line => line.Contains("<PackageReference", StringComparison.Ordinal))) Assert.Contains(reference.Trim(), document, StringComparison.Ordinal);
    }

    [Fact]
    public void Documents_name_the_version_of_Akka_that_is_built_with()
    {
        var version = File.ReadLines(Path.Combine(TestData.Repository, "Directory.Packages.props")).Single(line => line.Contains("<AkkaVersion ", StringComparison.Ordinal)).Split('>')[1].Split('<')[0];
        Assert.Contains($"Akka.NET {version}", File.ReadAllText(Path.Combine(TestData.Repository, "docs", "akka.md")), StringComparison.Ordinal);
    }

    private async Task<string> RunAsync(string project, string program, params string[] arguments)
    {
        await File.WriteAllTextAsync(Path.Combine(project, "Program.cs"), await File.ReadAllTextAsync(Path.Combine(Programs, $"{program}.cs")));
        var port = FreePort.Of("127.0.0.1");
        var surroundings = new Dictionary<string, string>(packed.Surroundings) { ["NODE_PORT"] = $"{port}", ["SEED"] = $"127.0.0.1:{port}" };
        return (await Child.RunWellAsync(project, "dotnet", ["run", "--", .. arguments], surroundings)).Output;
    }

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
