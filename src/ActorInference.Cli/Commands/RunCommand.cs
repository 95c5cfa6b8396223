using System.CommandLine;

namespace ActorInference.Cli.Commands;

internal static class RunCommand
{
    public static Command Create() => new("run", "being written");
}
