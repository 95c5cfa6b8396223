using ActorInference.Akka;
using Akka.Actor;

namespace ActorInference.Bench.Akka;

/// <summary>The floor under a request to another process: the same bytes as plain messages of Akka.NET's, in frames, there and back, with no more under way than the wire of the library allows itself.</summary>
internal static class Frames
{
    private static readonly WireOptions Wire = new();

    /// <summary>Sends so many bytes, and is done when all of them are back.</summary>
    public static Task CallAsync(ActorSystem system, IActorRef echo, int bytes)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        system.ActorOf(Props.Create(() => new Caller(echo, bytes, done)));
        return done.Task;
    }

    /// <summary>Gives frames back.</summary>
    public sealed class Echo : ReceiveActor
    {
        public Echo() => Receive<byte[]>(frame => Sender.Tell(frame, Self));
    }

    private sealed class Caller : ReceiveActor
    {
        private readonly IActorRef _echo;
        private readonly int _bytes;
        private int _sent;
        private int _returned;

        public Caller(IActorRef echo, int bytes, TaskCompletionSource done)
        {
            (_echo, _bytes) = (echo, bytes);
            Receive<byte[]>(frame =>
            {
                _returned += frame.Length;
                if (_returned < bytes)
                {
                    Pump();
                    return;
                }

                done.SetResult();
                Context.Stop(Self);
            });
        }

        protected override void PreStart() => Pump();

        private void Pump()
        {
            for (; _sent < _bytes && _sent - _returned < Wire.ChunksAhead * Wire.ChunkBytes; _sent += Math.Min(Wire.ChunkBytes, _bytes - _sent))
                _echo.Tell(new byte[Math.Min(Wire.ChunkBytes, _bytes - _sent)], Self);
        }
    }
}
