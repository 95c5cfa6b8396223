using ActorInference.Streams.Running;
using Akka.Streams;
using Akka.Streams.Stage;

namespace ActorInference.Akka.Streams.Flows;

/// <summary>
/// Where outcomes leave the stages of a pipeline for somebody else's stream. An outcome counts as in flight until the next is asked for.
/// <para>Emits when the last stage does. Back-pressures when what is behind it does. Completes when the stages have, and fails then where what is before them failed. Cancels: the run is aborted.</para>
/// </summary>
internal sealed class ExitStage<T>(GraphState state) : GraphStage<FlowShape<Element<T>, Outcome<T>>>
{
    private readonly Inlet<Element<T>> _in = new("outcomes");
    private readonly Outlet<Outcome<T>> _out = new("out");

    public override FlowShape<Element<T>, Outcome<T>> Shape => new(_in, _out);

    protected override GraphStageLogic CreateLogic(Attributes inheritedAttributes) => new Logic(this, state);

    private sealed class Logic : InAndOutGraphStageLogic
    {
        private readonly ExitStage<T> _stage;
        private readonly GraphState _state;
        private Element<T> _current;
        private bool _holds; // the current element counts as in flight
        private bool _isFinished;

        public Logic(ExitStage<T> stage, GraphState state)
            : base(stage.Shape)
        {
            (_stage, _state) = (stage, state);
            SetHandlers(stage._in, stage._out, this);
        }

        public override void OnPush()
        {
            var element = Grab(_stage._in);
            _state.Change(() =>
            {
                _state.NoteArrival(element.Item);
                _state.Ledger.Note(element.Count, element.Outcome.Failure);
                _state.EndItem(element.Activity, element.Outcome.Failure);
                (_current, _holds) = (element, true);
            });
            Push(_stage._out, element.Outcome);
        }

        public override void OnPull()
        {
            _state.Change(Release);
            Pull(_stage._in);
        }

        public override void OnUpstreamFinish()
        {
            _isFinished = true;
            _state.Change(_state.NoteEmpty);
            if (_state.Problem is { } problem) FailStage(problem);
            else CompleteStage();
        }

        public override void PostStop()
        {
            _state.Change(Release);
            if (!_isFinished) _state.Break(RunState.Gone, null);
        }

        private void Release()
        {
            if (!_holds) return;
            _state.Ledger.Leave(_current.Count, _current.Weight);
            (_current, _holds) = (default, false);
        }
    }
}
