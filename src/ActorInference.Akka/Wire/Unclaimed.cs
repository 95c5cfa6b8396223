using ActorInference.Akka.Cluster;

namespace ActorInference.Akka.Wire;

/// <summary>Messages that nobody gets any more hold memory that nobody else would give back.</summary>
internal static class Unclaimed
{
    public static void GiveBack(object message)
    {
        switch (message)
        {
            case PredictRequest request:
                request.Release();
                break;
            case PredictReply reply when reply.Outcome.TryGet(out var prediction, out _):
                prediction.Dispose();
                break;
            case RequestDone done when done.Outcome.TryGet(out var prediction, out _):
                prediction.Dispose();
                break;
        }
    }
}
