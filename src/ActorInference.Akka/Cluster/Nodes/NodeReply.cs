using ActorInference.Akka.Wire;
using ActorInference.Akka.Wire.Formats;
using Akka.Actor;

namespace ActorInference.Akka.Cluster;

/// <summary>What became of a request, for as many as ask. It holds nothing that is rented: a prediction is kept in the form that it has on the wire.</summary>
internal sealed class NodeReply
{
    private readonly Guid _id;
    private readonly Failure? _failure;
    private readonly EncodedMessage? _encoded;
    private Prediction? _first; // goes to the first caller in this process as it is
    private bool _isUnderWay;

    /// <summary>Takes the prediction over. <see cref="Settle"/> when the callers of the moment have been told.</summary>
    public NodeReply(Guid id, Outcome<Prediction> outcome, WireExtension wire)
    {
        _id = id;
        if (!outcome.TryGet(out _first, out _failure)) return;
        wire.Encode(new PredictReply(id, outcome)).TryGet(out _encoded, out _failure);
    }

    /// <summary>Whether it is what a request that is sent again should hear.</summary>
    public bool IsLasting => _failure is null || !IsOfNode(_failure);

    /// <summary>Whether a failure is about the state that a node is in, and not about the request.</summary>
    public static bool IsOfNode(Failure failure) => failure.Kind is ErrorKind.NotReady or ErrorKind.Overloaded or ErrorKind.DeviceLost or ErrorKind.Cancelled;

    /// <summary>Bytes that it holds.</summary>
    public long Bytes => _encoded?.Length ?? 0;

    public void Tell(IActorRef caller, WireExtension wire, IActorRef self)
    {
        if (caller.IsLocal())
        {
            caller.Tell(Take(), self);
        }
        else if (_encoded is null)
        {
            caller.Tell(new PredictReply(_id, _failure!), self);
        }
        else
        {
            wire.Ship(caller, _isUnderWay ? _encoded.Copy() : _encoded, self);
            _isUnderWay = true;
        }
    }

    /// <summary>The prediction itself is needed no more.</summary>
    public void Settle()
    {
        _first?.Dispose();
        _first = null;
    }

    private PredictReply Take()
    {
        if (_first is not { } prediction) return _encoded is null ? new(_id, _failure!) : (PredictReply)MessageFormats.Read(_encoded.Manifest, _encoded.Parts);
        _first = null;
        return new(_id, prediction);
    }
}
