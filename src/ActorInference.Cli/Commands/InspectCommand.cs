using System.CommandLine;

namespace ActorInference.Cli.Commands;

internal static class InspectCommand
{
    public static Command Create() => new("inspect", "being written");
}
