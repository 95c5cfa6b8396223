using System.Globalization;
using ActorInference;

namespace PictureCluster;

/// <summary>What the program is told.</summary>
internal sealed record CommandLine
{
    /// <summary>Added for the nodes that a run starts: see <see cref="Orders"/>.</summary>
    public const string Child = "--child";

    private const string Usage = "ClusterNode run IN OUT [--seed HOST:PORT] or ClusterNode node [--port PORT] [--seed HOST:PORT]";

    /// <summary>An inference node; else a run, which is a frontend.</summary>
    public required bool IsNode { get; init; }

    /// <summary>The folder of pictures, and that of results.</summary>
    public string In { get; init; } = "";

    public string Out { get; init; } = "";

    /// <summary>Null: what the environment or the configuration says. 0: any that is free.</summary>
    public string? Port { get; init; }

    /// <summary>Address and port of a member of the cluster. Null: for a run, a cluster of its own; for a node, what the environment or the configuration says.</summary>
    public string? Seed { get; init; }

    /// <summary>Whether it obeys <see cref="Orders"/>.</summary>
    public bool IsChild { get; init; }

    public static Outcome<CommandLine> Parse(string[] arguments) => arguments switch
    {
        ["run", var pictures, var results, .. var options] when !pictures.StartsWith('-') && !results.StartsWith('-') => Parse(new CommandLine { IsNode = false, In = pictures, Out = results }, options),
        ["node", .. var options] => Parse(new CommandLine { IsNode = true }, options),
        _ => new Failure(ErrorKind.InvalidInput, Usage),
    };

    private static Outcome<CommandLine> Parse(CommandLine said, ReadOnlySpan<string> options) => options switch
    {
        [] => said,
        ["--seed", var seed, .. var others] => IsAddress(seed) ? Parse(said with { Seed = seed }, others) : Wrong($"--seed {seed}: is no address and port, such as 127.0.0.1:4053"),
        ["--port", var port, .. var others] when said.IsNode => IsPort(port, 0) ? Parse(said with { Port = port }, others) : Wrong($"--port {port}: is no port; 0 to 65535, 0 for any that is free"),
        [Child, .. var others] when said.IsNode => Parse(said with { IsChild = true }, others),
        ["--seed" or "--port"] => Wrong($"{options[0]}: its value is missing"),
        _ => Wrong($"{options[0]}: is not known here"),
    };

    private static bool IsAddress(string text) => text.LastIndexOf(':') is var colon and > 0 && IsPort(text[(colon + 1)..], 1);

    private static bool IsPort(string text, int least) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port >= least && port <= 65535;

    private static Failure Wrong(string what) => new(ErrorKind.InvalidInput, $"{what}. {Usage}");
}
