using System.CommandLine;

namespace ActorInference.Cli.Commands;

internal static class PredictCommand
{
    public static Command Create() => new("predict", "being written");
}
