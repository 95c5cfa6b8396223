namespace ActorInference.Video.Tests;

/// <summary>What this assembly does when it is started as a program: the part of a service that a test may kill. The first argument names the command.</summary>
internal static class HostProgram
{
    private static readonly Dictionary<string, Func<string[], Task<int>>> Commands = new()
    {
        ["copy"] = CopyCommand.RunAsync,
        ["count"] = CountCommand.RunAsync,
        ["hold"] = HoldCommand.RunAsync,
        ["read"] = ReadCommand.RunAsync,
        ["write"] = WriteCommand.RunAsync,
    };

    private static Task<int> Main(string[] arguments) => Commands[arguments[0]](arguments[1..]);
}
