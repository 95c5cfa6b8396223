using System.CommandLine;

namespace ActorInference.Cli.Commands;

internal static class VerifyCommand
{
    public static Command Create() => new("verify", "being written");
}
