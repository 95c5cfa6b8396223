namespace ActorInference.Akka.Tests;

/// <summary>What this assembly does when it is started as a program: an inference node or frontends, see <see cref="NodeProgram"/> and <see cref="FrontendProgram"/>.</summary>
internal static class TestProgram
{
    public static Task Main(string[] arguments) => arguments[0] == nameof(NodeProgram) ? NodeProgram.RunAsync(arguments[1..]) : FrontendProgram.RunAsync();

    /// <summary>Settings as arguments have them, <c>KEY=VALUE</c> each.</summary>
    public static IEnumerable<(string Key, string Value)> Settings(IEnumerable<string> arguments) => arguments.Select(setting => (setting.Split('=')[0], setting.Split('=')[1]));
}
