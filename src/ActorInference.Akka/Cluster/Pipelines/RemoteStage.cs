using Akka;
using Akka.Actor;
using Akka.Streams;
using Akka.Streams.Dsl;
using Akka.Streams.Stage;

namespace ActorInference.Akka.Cluster.Pipelines;

/// <summary>
/// The near end of a stream that another node runs; <see cref="ClusterPipeline.Flow"/> says what it promises.
/// <code>
///        near                                     node
///   1  Open (id)                  ──────▶   materializes the pipeline between a SinkRef and a SourceRef
///   2                             ◀──────  Opened (their references)
///   3  items, in parts            ══════▶   SinkRef: no more than it has asked for
///   4                             ◀══════  outcomes, in parts; in the end End, or End (failure)
///
///   the node leaves:
///   5                             ◀──────  Moves (id)
///   6  End, behind what was sent  ══════▶   finishes that; 4, and then 1 at another node
///
///   what is before the stage fails:
///   7  Aborted (id, reason)       ──────▶   cancels; 4 with the failure
///   8  End (reason), as 6         ══════▶   the same, should 7 be lost
///
///   nobody waits for 2 any more:
///   9  Unwanted (id)              ──────▶   ends
/// </code>
/// </summary>
internal sealed class RemoteStage<TIn, TOut>(StreamOpener opener, WireOptions wire) : GraphStage<FlowShape<TIn, Outcome<TOut>>>
    where TIn : Value
    where TOut : Value
{
    private readonly Inlet<TIn> _in = new("items");
    private readonly Outlet<Outcome<TOut>> _out = new("outcomes");

    public override FlowShape<TIn, Outcome<TOut>> Shape => new(_in, _out);

    protected override GraphStageLogic CreateLogic(Attributes inheritedAttributes) => new Logic(this, opener, wire);

#pragma warning disable CA1001 // PostStop, which is what a stage has for it, disposes the source.
    private sealed class Logic : InAndOutGraphStageLogic
#pragma warning restore CA1001
    {
        private readonly RemoteStage<TIn, TOut> _stage;
        private readonly StreamOpener _opener;
        private readonly WireOptions _wire;
        private readonly CancellationTokenSource _gone = new();
        private readonly Handover<TIn> _items = new(); // to the actor that writes them
        private readonly Handover<TOut> _outcomes = new(); // from the actor that reads them
        private readonly HashSet<Guid> _leaving = []; // streams whose node leaves
        private IActorRef _self = ActorRefs.Nobody;
        private Task<Outcome<NodeStream>>? _opening; // until its end has been heard of
        private NodeStream? _stream; // null while a node is looked for
        private SubSourceOutlet<NotUsed>? _toNode;
        private SubSinkInlet<NotUsed>? _fromNode;
        private TIn? _kept; // came when nothing could be sent to the one node any more, or to the next one yet
        private bool _hasEnded; // nothing comes from before the stage any more
        private Exception? _problem; // why

        public Logic(RemoteStage<TIn, TOut> stage, StreamOpener opener, WireOptions wire)
            : base(stage.Shape)
        {
            (_stage, _opener, _wire) = (stage, opener, wire);
            SetHandlers(stage._in, stage._out, this);
        }

        private bool IsMoving => _stream is { } stream && _leaving.Contains(stream.Id);

        public override void PreStart()
        {
            _self = GetStageActor(Hear).Ref;
            Open();
        }

        public override void OnPush()
        {
            var item = Grab(_stage._in);
            if (_toNode is { IsClosed: false, IsAvailable: true }) Give(item);
            else _kept = item;
        }

        public override void OnUpstreamFinish()
        {
            _hasEnded = true;
            if (_kept is not null) return; // it goes first
            if (_stream is null) CompleteStage();
            else End();
        }

        public override void OnUpstreamFailure(Exception e)
        {
            (_hasEnded, _problem) = (true, StreamFailures.Bare(e));
            if (_stream is null)
            {
                FailStage(_problem);
                return;
            }

            _stream.Node.Tell(new StreamAborted(_stream.Id, StreamFailures.Of(_problem)), _self); // 7
            if (_toNode is { IsClosed: false }) _toNode.Fail(_problem); // 8
        }

        public override void OnPull()
        {
            if (_fromNode is { IsClosed: false, HasBeenPulled: false } fromNode) fromNode.Pull();
        }

        public override void PostStop()
        {
            _gone.Cancel();
            _gone.Dispose();
            if (_opening is not null) StreamOpener.Forget(_opening); // 9
            _kept?.Dispose();
            if (_toNode is { IsClosed: false }) _toNode.Fail(new OperationCanceledException("the stream was cancelled."));
            if (_fromNode is { IsClosed: false }) _fromNode.Cancel();
            _items.Close();
            _outcomes.Close();
        }

        // 1
        private void Open()
        {
            (_stream, _toNode, _fromNode) = (null, null, null);
            var opened = GetAsyncCallback<Task<Outcome<NodeStream>>>(Begin);
            _opening = _opener.OpenAsync(_self, _gone.Token);
            _ = _opening.ContinueWith(opened, TaskScheduler.Default);
        }

        // 2
        private void Begin(Task<Outcome<NodeStream>> opening)
        {
            _opening = null;
            if (opening.IsFaulted || opening.IsCanceled)
            {
                FailStage(opening.Exception is { } problem ? StreamFailures.Bare(problem) : new OperationCanceledException());
                return;
            }

            if (!opening.Result.TryGet(out _stream, out var failure))
            {
                FailStage(failure.ToException());
                return;
            }

            _toNode = new(this, "to node");
            _toNode.SetHandler(new LambdaOutHandler(onPull: Send, onDownstreamFinish: _ => { })); // why is heard from the other side
            Source.FromGraph(_toNode.Source).Select(_ => _items.Take()).Via(StreamFlows.Split<TIn>(_wire, _opener.Options)).RunWith(_stream.Sink.Sink, Materializer);

            _fromNode = new(this, "from node");
            _fromNode.SetHandler(new LambdaInHandler(onPush: Take, onUpstreamFinish: Finish, onUpstreamFailure: problem => FailStage(_problem ?? problem)));
            _stream.Source.Source.Via(StreamFlows.Join<TOut>(_opener.Pipeline, _wire, _opener.Options)).Select(Leave).RunWith(_fromNode.Sink, Materializer);
            if (IsAvailable(_stage._out)) _fromNode.Pull();
            if (IsMoving) End();
        }

        // 3
        private void Send()
        {
            if (_kept is { } kept)
            {
                _kept = null;
                Give(kept);
                if (_hasEnded) End();
            }
            else if (!_hasEnded && !IsMoving && !HasBeenPulled(_stage._in))
            {
                Pull(_stage._in);
            }
        }

        private void Give(TIn item)
        {
            _items.Give(item);
            _toNode!.Push(NotUsed.Instance);
        }

        // In the actor that reads what has come.
        private NotUsed Leave(Outcome<TOut> outcome)
        {
            _outcomes.Give(outcome);
            return NotUsed.Instance;
        }

        // 4
        private void Take()
        {
            _ = _fromNode!.Grab();
            Push(_stage._out, _outcomes.Take());
        }

        // 5
        private void Hear((IActorRef Sender, object Message) heard)
        {
            if (heard.Message is not StreamMoves moves) return;
            _leaving.Add(moves.Id);
            if (IsMoving) End();
        }

        // 6
        private void End()
        {
            if (_toNode is { IsClosed: false }) _toNode.Complete();
        }

        // 4
        private void Finish()
        {
            if (_problem is not null) FailStage(_problem);
            else if (_hasEnded && _kept is null) CompleteStage();
            else if (IsMoving) Open();
            else FailStage(new Failure(ErrorKind.NotReady, $"{_opener.Pipeline}: its node has ended the stream; begin another one.").ToException());
        }
    }
}
