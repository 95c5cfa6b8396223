using System.CommandLine;

namespace ActorInference.Cli.Commands;

internal static class DemoCommand
{
    public static Command Create() => new("demo", "being written");
}
