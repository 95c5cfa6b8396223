using PictureCluster;

// ClusterNode run IN OUT [--seed HOST:PORT]: the pictures of a folder through a cluster; without a seed through one of its own, whose two inference nodes it starts.
// ClusterNode node [--port PORT] [--seed HOST:PORT]: one inference node, until Ctrl-C. A node that is its own seed begins a cluster.
if (!CommandLine.Parse(args).TryGet(out var said, out var wrong))
{
    Console.Error.WriteLine(wrong.Message);
    return ExitCode.Usage;
}

return said.IsNode ? await InferenceNode.RunAsync(said) : await PictureRun.RunAsync(said);
