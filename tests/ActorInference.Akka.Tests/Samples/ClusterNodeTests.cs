using System.Text;
using System.Text.RegularExpressions;
using ActorInference.Imaging;
using ActorInference.Samples.Tests;

namespace ActorInference.Akka.Tests.Samples;

/// <summary>The sample ClusterNode, as its users start it: a folder of pictures in, one result for each out, and no process left.</summary>
public sealed partial class ClusterNodeTests : ClusterNodeTest
{
    [LinuxFact]
    public async Task One_command_gives_each_picture_of_a_folder_one_result_and_leaves_no_process()
    {
        Put(6);
        File.Copy(SamplePictures.Breakfast, Path.Combine(Pictures, "breakfast.png")); // by its name a PNG, which its result then is
        File.WriteAllText(Path.Combine(Pictures, "notes.txt"), "no picture");
        File.WriteAllText(Path.Combine(Pictures, ".hidden.jpg"), "no picture");
        await using var cluster = PictureCluster.Start("run", Pictures, ResultFolder);
        Assert.Equal(0, await cluster.Ended());
        Assert.Equal(2, cluster.Nodes.Length);
        Assert.DoesNotContain(cluster.Nodes, PictureCluster.IsAlive);
        Assert.Equal(["0.jpg", "1.jpg", "2.jpg", "3.jpg", "4.jpg", "5.jpg", "breakfast.png"], Results());
        Assert.Equal(new PictureSize(640, 800), SizeOfResult("3.jpg"));
        Assert.Equal(new PictureSize(800, 600), SizeOfResult("breakfast.png"));
        Assert.Equal("PNG", Encoding.ASCII.GetString(File.ReadAllBytes(Path.Combine(ResultFolder, "breakfast.png")), 1, 3));
        Assert.Contains("\n7 of 7 pictures written to ", cluster.Said, StringComparison.Ordinal);
        Assert.Equal(7, Ran().Matches(cluster.Said).Sum(node => int.Parse(node.Groups["count"].Value)));
    }

    [LinuxFact]
    public async Task Picture_that_fails_is_a_line_and_the_others_are_written()
    {
        Put(2);
        File.WriteAllBytes(Path.Combine(Pictures, "cut.jpg"), SamplePictures.Cut);
        var (exitCode, said) = await PictureCluster.Run("run", Pictures, ResultFolder);
        Assert.Equal(1, exitCode);
        Assert.Single(said.Split('\n'), line => line.StartsWith($"error: {Path.Combine(Pictures, "cut.jpg")}: the JPEG file is truncated", StringComparison.Ordinal));
        Assert.Contains("\n2 of 3 pictures written to ", said, StringComparison.Ordinal);
        Assert.Contains(", 1 failed; ", said, StringComparison.Ordinal);
        Assert.Equal(["0.jpg", "1.jpg"], Results());
    }

    [LinuxFact]
    public async Task Nodes_may_be_started_by_hand_and_serve_one_run_after_the_other()
    {
        Put(3);
        var seed = $"127.0.0.1:{FreePort.Of("127.0.0.1")}";
        await using var first = PictureCluster.Start("node", "--port", seed.Split(':')[1], "--seed", seed);
        await using var second = PictureCluster.Start("node", "--port", "0", "--seed", seed);
        await first.Says($"joined as {seed}");
        await second.Says("joined as 127.0.0.1:");
        for (var run = 0; run < 2; run++)
        {
            var (exitCode, said) = await PictureCluster.Run("run", Pictures, ResultFolder, "--seed", seed);
            Assert.Equal(0, exitCode);
            Assert.Matches("^frontend [^\n]+\n3 of 3 pictures written to [^;\n]+; [0-9.]+ s$", said);
        }

        second.Signal("TERM");
        Assert.Equal(0, await second.Ended());
        first.Signal("INT");
        Assert.Equal(0, await first.Ended());
        Assert.Equal(6, new[] { first, second }.Sum(node => int.Parse(node.Said.Split("pictures run: ")[1])));
    }

    [LinuxFact]
    public async Task Port_that_another_node_listens_on_is_told()
    {
        var seed = $"127.0.0.1:{FreePort.Of("127.0.0.1")}";
        await using var node = PictureCluster.Start("node", "--port", seed.Split(':')[1], "--seed", seed);
        await node.Says("joined as ");
        var (exitCode, said) = await PictureCluster.Run("node", "--port", seed.Split(':')[1], "--seed", seed);
        Assert.Equal(2, exitCode);
        Assert.Equal($"error: cannot take part in a cluster: Failed to bind to [{seed}].", said);
    }

    [Theory]
    [InlineData("ClusterNode run IN OUT [--seed HOST:PORT] or ClusterNode node [--port PORT] [--seed HOST:PORT]")]
    [InlineData("ClusterNode run IN OUT", "run", "in")]
    [InlineData("ClusterNode run IN OUT", "serve")]
    [InlineData("--seeds: is not known here. ", "run", "in", "out", "--seeds", "localhost:4053")]
    [InlineData("--seed localhost: is no address and port, such as 127.0.0.1:4053. ", "run", "in", "out", "--seed", "localhost")]
    [InlineData("--seed: its value is missing. ", "node", "--seed")]
    [InlineData("--port 70000: is no port; 0 to 65535, 0 for any that is free. ", "node", "--port", "70000")]
    [InlineData("--port: is not known here. ", "run", "in", "out", "--port", "0")]
    [InlineData("no-such-folder: there is no such folder.", "run", "no-such-folder", "out")]
    public async Task What_is_wrong_is_told_in_one_line(string expected, params string[] arguments)
    {
        var (exitCode, said) = await PictureCluster.Run(arguments);
        Assert.Equal(2, exitCode);
        Assert.StartsWith(expected, said, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', said);
    }

    [Fact]
    public async Task Folders_that_will_not_do_are_told_in_one_line()
    {
        Assert.Equal((2, $"{Pictures}: there are no pictures (.jpg, .jpeg, .png, .webp)."), await PictureCluster.Run("run", Pictures, ResultFolder));
        Put(1);
        Assert.Equal((2, $"{Pictures}/: results would take the place of the pictures."), await PictureCluster.Run("run", Pictures, $"{Pictures}/"));
        File.WriteAllText(ResultFolder, "a file");
        Assert.Equal((2, $"{ResultFolder}: is a file, not a folder."), await PictureCluster.Run("run", Pictures, ResultFolder));
    }

    [GeneratedRegex(@"node \d+ ran (?<count>\d+)", RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex Ran();
}
