using ActorInference.Akka.Streams.Ports;
using ActorInference.Streams.Running;
using Akka.Streams;
using Akka.Streams.Stage;

namespace ActorInference.Akka.Streams.Flows;

/// <summary>
/// Where somebody else's stream enters the stages of a pipeline.
/// <para>Emits when an element comes. Back-pressures when the first stage does, or the budget is used up.</para>
/// <para>Completes when what is before it has completed. What is before it fails: what is in flight ends as cancelled, and behind its outcomes the stream fails with the same.</para>
/// <para>Cancels when the stages do, or when the stream ends early by itself, with its first failure.</para>
/// </summary>
internal sealed class EntryStage<TElement, T>(GraphState state, Func<TElement, Outcome<T>> toOutcome, bool entersLater, Action begin) : GraphStage<FlowShape<TElement, Element<T>>>
{
    private readonly Inlet<TElement> _in = new("in");
    private readonly Outlet<Element<T>> _out = new("items");

    public override FlowShape<TElement, Element<T>> Shape => new(_in, _out);

    protected override GraphStageLogic CreateLogic(Attributes inheritedAttributes) => new Logic(this, state, toOutcome, entersLater, begin);

    private sealed class Logic : InAndOutGraphStageLogic, ISourcePump
    {
        private readonly EntryStage<TElement, T> _stage;
        private readonly GraphState _state;
        private readonly Func<TElement, Outcome<T>> _toOutcome;
        private readonly bool _entersLater;
        private readonly OutPort<T> _port;
        private readonly Action _begin;
        private readonly Action _pull;
        private readonly Action _cancel;
        private bool _hasPulled;
        private bool _hasCancelled;

        public Logic(EntryStage<TElement, T> stage, GraphState state, Func<TElement, Outcome<T>> toOutcome, bool entersLater, Action begin)
            : base(stage.Shape)
        {
            (_stage, _state, _toOutcome, _entersLater, _begin) = (stage, state, toOutcome, entersLater, begin);
            _port = new OutPort<T>(state, () => HasEnded, GetAsyncCallback(Push), GetAsyncCallback(CompleteStage));
            _pull = GetAsyncCallback(() => TryPull(stage._in));
            _cancel = GetAsyncCallback(() =>
            {
                Cancel(stage._in);
                state.Change(End);
            });
            state.Source = this;
            state.Expect(_port);
            SetHandlers(stage._in, stage._out, this);
        }

        public bool HasEnded { get; private set; }

        public void Settle()
        {
            if (HasEnded || _state.IsStarting) return;
            if (_state.IsStopping)
            {
                if (!_hasCancelled) _cancel();
                _hasCancelled = true;
            }
            else if (!_hasPulled && _port.HasRoom && (_entersLater || _state.Ledger.HasRoom))
            {
                _hasPulled = true;
                _pull();
            }
        }

        public override void PreStart()
        {
            _begin();
            _state.NoteStart();
        }

        public override void OnPush()
        {
            var outcome = _toOutcome(Grab(_stage._in));
            var activity = _state.Telemetry.BeginItem();
            _state.Change(() =>
            {
                _hasPulled = false;
                _state.Give(outcome, activity, _port, _entersLater);
            });
        }

        public override void OnPull() => _state.Change(_port.Ask);

        public override void OnUpstreamFinish() => _state.Change(End);

        public override void OnUpstreamFailure(Exception e) => _state.Change(() =>
        {
            var problem = e is AggregateException { InnerExceptions: [var only] } ? only : e; // as Akka.Streams wraps what a kill switch says
            _state.Problem ??= problem;
            _state.Abort(new(ErrorKind.Cancelled, $"the stream failed: {problem.Message.TrimEnd('.')}."));
            End();
        });

        public override void PostStop() => _state.Change(End);

        private void End() => HasEnded = true;

        private void Push() => Push(_stage._out, _state.Read(_port.Peek));
    }
}
