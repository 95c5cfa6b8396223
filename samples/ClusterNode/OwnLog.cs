using Akka.Actor;
using Akka.Event;

namespace PictureCluster;

/// <summary>
/// What the actors of ActorInference warn of, a line each on standard error. What Akka.NET itself says of connections that break is left out: there is much of it where a node is killed, and what
/// becomes of the pictures it does not know.
/// </summary>
internal sealed class OwnLog : ReceiveActor
{
    public OwnLog()
    {
        Receive<InitializeLogger>(_ => Sender.Tell(new LoggerInitialized()));
        Receive<LogEvent>(said =>
        {
            if (said.LogClass.Namespace?.StartsWith(nameof(ActorInference), StringComparison.Ordinal) is true) Console.Error.WriteLine($"{(said.LogLevel() == LogLevel.ErrorLevel ? "error" : "warning")}: {said.Message}");
        });
    }
}
