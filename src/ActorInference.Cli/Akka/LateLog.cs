using Akka.Event;

namespace ActorInference.Cli.Akka;

/// <summary>
/// Takes the place of Akka.NET's logger to standard output, where a command's results are: that one gets what was said before loggers are started and what they have not read when they are stopped,
/// whatever <c>akka.stdout-loglevel</c> says. Made by the system itself.
/// </summary>
#pragma warning disable MA0097 // Reference to an actor: whoever compares those compares their paths.
internal sealed class LateLog : MinimalLogger
#pragma warning restore MA0097
{
    protected override void Log(object message)
    {
        if (message is LogEvent told) AkkaLog.Note(told);
    }
}
