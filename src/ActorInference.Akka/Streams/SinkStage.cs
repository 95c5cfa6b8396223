using ActorInference.Akka.Streams.Ports;
using ActorInference.Streams.Running;
using Akka.Streams;
using Akka.Streams.Stage;

namespace ActorInference.Akka.Streams;

/// <summary>Where outcomes come out of the graph: asks for one whenever the consumer does, and notes the end.</summary>
internal sealed class SinkStage<T>(GraphState state, IInlet<T> outlet) : GraphStage<SinkShape<Element<T>>>
{
    private readonly Inlet<Element<T>> _in = new("outcomes");

    public override SinkShape<Element<T>> Shape => new(_in);

    protected override GraphStageLogic CreateLogic(Attributes inheritedAttributes) => new Logic(this, state, outlet);

    private sealed class Logic : InGraphStageLogic
    {
        private readonly SinkStage<T> _stage;
        private readonly GraphState _state;
        private readonly InPort<T> _port;
        private Exception? _problem;
        private bool _isFinished;

        public Logic(SinkStage<T> stage, GraphState state, IInlet<T> outlet)
            : base(stage.Shape)
        {
            (_stage, _state) = (stage, state);
            _port = new InPort<T>(state, outlet, GetAsyncCallback(() => TryPull(stage._in)), state.NoteEmpty);
            state.Expect(_port);
            SetHandler(stage._in, this);
        }

        public override void PreStart() => _state.NoteStart();

        public override void OnPush()
        {
            var element = Grab(_stage._in);
            _state.Change(() => _port.Put(element));
        }

        public override void OnUpstreamFinish()
        {
            _isFinished = true;
            _state.Change(_port.Finish);
            CompleteStage();
        }

        public override void OnUpstreamFailure(Exception e)
        {
            _problem = e;
            CompleteStage();
        }

        public override void PostStop()
        {
            if (!_isFinished) _state.BreakWithSystem(_problem);
        }
    }
}
