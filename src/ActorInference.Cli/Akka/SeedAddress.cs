namespace ActorInference.Cli.Akka;

/// <summary>The nodes that a node asks to let it in: <c>akka.cluster.seed-nodes</c>, of which config/cluster.conf makes one of the variable SEED.</summary>
internal static class SeedAddress
{
    public const string Key = "akka.cluster.seed-nodes";
    private const string Example = "such as 127.0.0.1:4053";

    /// <summary>What is wrong with them, in one line; null when each can be asked.</summary>
    public static string? WhyNot(IReadOnlyCollection<string> seeds, string system)
    {
        if (seeds.Count == 0) return $"{Key} is empty: there is nobody whose cluster the node could join; name the first node, which may be this one.";
        return seeds.Select(seed => WhyNot(seed, system)).FirstOrDefault(reason => reason is not null);
    }

    /// <summary><c>127.0.0.1:4053</c> of <c>akka.tcp://actorinference@127.0.0.1:4053</c>.</summary>
    public static string Short(string seed) => seed[(seed.LastIndexOf('@') + 1)..];

    private static string? WhyNot(string seed, string system)
    {
        var text = Short(seed);
        if (text.Length == 0) return $"SEED ({Key}) is empty; say the address and port of the first node, {Example}.";
        if (!Uri.TryCreate(seed, UriKind.Absolute, out var uri) || uri.Host.Length == 0 || uri.Port < 1 || uri.PathAndQuery.Length > 1) return $"SEED {text} ({Key}): is no address and port, {Example}.";
        return uri.UserInfo == system ? null : $"{Key}: {seed} is of another actor system; the nodes' is called {system}: akka.tcp://{system}@{text}.";
    }
}
