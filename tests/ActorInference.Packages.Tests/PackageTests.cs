using System.IO.Compression;
using System.Xml.Linq;

namespace ActorInference.Packages.Tests;

/// <summary>What is in the packages, as a feed and its readers see it.</summary>
[Collection(PackedCollection.Name)]
public sealed class PackageTests(PackedFolder packed)
{
    private static readonly string[] Libraries =
    [
        "ActorInference", "ActorInference.OnnxRuntime", "ActorInference.Imaging", "ActorInference.Video",
        .. PackedFolder.HasAkka ? ["ActorInference.Akka"] : Array.Empty<string>(),
    ];

    [DotnetFact]
    public void Each_says_what_it_is_and_under_which_licence()
    {
        foreach (var id in Libraries.Append("actorinfer"))
        {
            using var package = Open(id);
            var metadata = Metadata(package);
            Assert.Equal(id, metadata["id"]);
            Assert.Equal(PackedFolder.Version, metadata["version"]);
            Assert.True(metadata["description"].Length > 40, $"{id} says too little of itself");
            Assert.Contains("onnx", metadata["tags"].Split(' '));
            Assert.StartsWith("Apache-2.0", metadata["license"], StringComparison.Ordinal);
            Assert.StartsWith($"# {id}", Text(package, metadata["readme"]), StringComparison.Ordinal);
            Assert.NotNull(package.GetEntry("NOTICE"));
            Assert.NotNull(package.GetEntry("LICENSE"));
        }
    }

    [DotnetFact]
    public void Libraries_bring_their_documentation_and_symbols()
    {
        foreach (var id in Libraries)
        {
            using var package = Open(id);
            Assert.Contains("<summary>", Text(package, $"lib/net10.0/{id}.xml"), StringComparison.Ordinal);
            Assert.NotNull(package.GetEntry($"lib/net10.0/{id}.dll"));
            using var symbols = ZipFile.OpenRead(Path.Combine(packed.Packages, $"{id}.{PackedFolder.Version}.snupkg"));
            Assert.NotNull(symbols.GetEntry($"lib/net10.0/{id}.pdb"));
        }
    }

    [DotnetTheory]
    [InlineData("ActorInference.OnnxRuntime", "onnxruntime", "MIT")]
    [InlineData("ActorInference.Imaging", "libvips", "LGPL")]
    public void Native_libraries_are_packed_for_this_platform_with_their_licence(string id, string library, string licence)
    {
        using var package = Open(id);
        Assert.Contains(package.Entries, entry => entry.FullName.StartsWith($"runtimes/{PackedFolder.Rid}/native/", StringComparison.Ordinal) && entry.Name.Contains(library, StringComparison.Ordinal));
        Assert.Contains(package.Entries, entry => entry.FullName.StartsWith($"licences/{library}/", StringComparison.Ordinal));
        Assert.Contains(licence, Metadata(package)["license"], StringComparison.Ordinal);
    }

    [DotnetFact]
    public void Libraries_depend_on_what_they_need_at_run_time_and_on_nothing_of_the_build()
    {
        foreach (var id in Libraries)
        {
            using var package = Open(id);
            var dependencies = Nuspec(package).Descendants().Where(element => element.Name.LocalName == "dependency").ToDictionary(element => element.Attribute("id")!.Value, element => element.Attribute("version")!.Value);
            if (id != "ActorInference") Assert.Equal(PackedFolder.Version, dependencies["ActorInference"]);
            Assert.DoesNotContain(dependencies.Keys, name => name.Contains("Analyzer", StringComparison.Ordinal) || name.StartsWith("Grpc.Tools", StringComparison.Ordinal));
        }
    }

    [DotnetFact]
    public void The_tool_is_called_actorinfer_and_holds_what_the_demo_needs_once()
    {
        using var package = Open("actorinfer");
        Assert.Contains("<Command Name=\"actorinfer\"", Text(package, "tools/net10.0/any/DotnetToolSettings.xml"), StringComparison.Ordinal);
        Assert.Equal("tools/net10.0/any/demo/cartoon.onnx", Assert.Single(package.Entries, entry => entry.Name == "cartoon.onnx").FullName);
        Assert.Contains(package.Entries, entry => entry.FullName.StartsWith("tools/net10.0/any/demo/media/", StringComparison.Ordinal));
        Assert.Single(package.Entries, entry => entry.FullName.StartsWith($"tools/net10.0/any/runtimes/{PackedFolder.Rid}/native/", StringComparison.Ordinal) && entry.Name.Contains("onnxruntime", StringComparison.Ordinal));
    }

    private static Dictionary<string, string> Metadata(ZipArchive package) =>
        Nuspec(package).Root!.Elements().Single().Elements().Where(element => !element.HasElements).ToDictionary(element => element.Name.LocalName, element => element.Value);

    private static XDocument Nuspec(ZipArchive package) => XDocument.Parse(Text(package, package.Entries.Single(entry => entry.Name.EndsWith(".nuspec", StringComparison.Ordinal)).FullName));

    private static string Text(ZipArchive package, string name)
    {
        using var reader = new StreamReader(package.GetEntry(name)!.Open());
        return reader.ReadToEnd();
    }

    private ZipArchive Open(string id) => ZipFile.OpenRead(Path.Combine(packed.Packages, $"{id}.{PackedFolder.Version}.nupkg"));
}
