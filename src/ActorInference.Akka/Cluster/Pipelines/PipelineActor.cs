using ActorInference.Akka.Wire;
using Akka.Actor;
using Akka.Event;
using Akka.Streams;
using Akka.Streams.Dsl;

namespace ActorInference.Akka.Cluster.Pipelines;

/// <summary>Runs a pipeline for streams of other nodes; its streams are its children, and end with it. See <see cref="ClusterPipeline"/>.</summary>
internal sealed class PipelineActor<TIn, TOut> : ReceiveActor
    where TIn : Value
    where TOut : Value
{
    private readonly string _name;
    private readonly Flow<Outcome<TIn>, Outcome<TOut>, UniqueKillSwitch> _flow;
    private readonly ClusterPipelineOptions _options;
    private readonly WireOptions _wire = WireExtension.For(Context.System).Options;
    private readonly ActorMaterializer _materializer = Context.Materializer();
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly Dictionary<Guid, Running> _streams = [];
    private readonly DrainState _drain = new();

    public PipelineActor(string name, Flow<Outcome<TIn>, Outcome<TOut>, UniqueKillSwitch> flow, ClusterPipelineOptions options)
    {
        (_name, _flow, _options) = (name, flow, options);
        Receive<OpenStream>(Open);
        Receive<StreamAborted>(aborted =>
        {
            if (_streams.TryGetValue(aborted.Id, out var stream)) stream.Switch.Abort(aborted.Reason.ToException());
        });
        Receive<StreamUnwanted>(unwanted =>
        {
            if (_streams.TryGetValue(unwanted.Id, out var stream)) stream.Whole.Shutdown();
        });
        Receive<StreamOver>(Note);
        Receive<DescribePipeline>(_ => Sender.Tell(new PipelineSnapshot(_streams.Count, _drain.IsDraining), Self));
        Receive<Drain>(_ => BeginDrain());
    }

    private void Open(OpenStream open)
    {
        if (Refusal() is { } refusal)
        {
            Sender.Tell(new StreamRefused(refusal), Self);
            return;
        }

        var (((sink, killSwitch), end, whole), source) = StreamRefs.SinkRef<StreamPart>()
            .Via(StreamFlows.Join<TIn>(_name, _wire, _options))
            .ViaMaterialized(_flow, Keep.Both)
            .Via(StreamFlows.Split<TOut>(_wire, _options))
            .WatchTermination(Keep.Both)
            .ViaMaterialized(KillSwitches.Single<StreamPart>(), static (left, whole) => (left.Item1, left.Item2, whole))
            .ToMaterialized(StreamRefs.SourceRef<StreamPart>(), Keep.Both)
            .Run(_materializer);
        var caller = ((ExtendedActorSystem)Context.System).Provider.ResolveActorRef(open.Caller);
        _streams.Add(open.Id, new(killSwitch, whole, caller));
        _log.Debug("A stream of {0} was opened by {1}", _name, caller.Path.Address);
        _ = Opened(sink, source, Context.System).PipeTo(Sender, Self);
        _ = end.PipeTo(Self, success: () => new StreamOver(open.Id, null), failure: problem => new StreamOver(open.Id, problem));
    }

    private static async Task<StreamOpened> Opened(Task<ISinkRef<StreamPart>> sink, Task<ISourceRef<StreamPart>> source, ActorSystem system) =>
        new(SerializedRef.Of(await sink.ConfigureAwait(false), system), SerializedRef.Of(await source.ConfigureAwait(false), system));

    private Failure? Refusal() =>
        _drain.IsDraining ? new(ErrorKind.NotReady, "that node is leaving")
        : _streams.Count >= _options.MaxStreams ? new(ErrorKind.Overloaded, $"that node runs {Quantity.Of(_streams.Count, "stream")}, and akka.actorinference.pipeline.max-streams is {_options.MaxStreams}")
        : null;

    private void Note(StreamOver over)
    {
        _streams.Remove(over.Id);
        if (over.Problem is { } problem) _log.Info("A stream of {0} ended early: {1}", _name, problem.Message);
        EndDrain();
    }

    private void BeginDrain()
    {
        if (_drain.Begin(Sender))
        {
            foreach (var (id, stream) in _streams) stream.Caller.Tell(new StreamMoves(id), Self);
            if (_streams.Count > 0) _log.Info("{0} of {1} to go to other nodes", Quantity.Of(_streams.Count, "stream"), _name);
        }

        EndDrain();
    }

    private void EndDrain() => _drain.EndAt(_streams.Count, Self);

    // Switch: the pipeline's, whose outcomes come out. Whole: behind it, for nothing to come out any more.
    private sealed record Running(UniqueKillSwitch Switch, UniqueKillSwitch Whole, IActorRef Caller);

    private sealed record StreamOver(Guid Id, Exception? Problem) : INoSerializationVerificationNeeded;
}
