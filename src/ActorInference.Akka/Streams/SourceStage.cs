using ActorInference.Akka.Streams.Ports;
using ActorInference.Streams.Running;
using Akka.Streams;
using Akka.Streams.Stage;

namespace ActorInference.Akka.Streams;

/// <summary>
/// The source of a pipeline in the graph.
/// <para>Emits when the source has given an item, one for each that is asked for.</para>
/// <para>Completes when the source has ended and its enumerator is disposed; a source that throws ends as one that has no more, and what it threw comes out at the end of the run.</para>
/// </summary>
internal sealed class SourceStage<T>(GraphState state, SourcePump<T> pump) : GraphStage<SourceShape<Element<T>>>
{
    private readonly Outlet<Element<T>> _out = new("items");

    public override SourceShape<Element<T>> Shape => new(_out);

    protected override GraphStageLogic CreateLogic(Attributes inheritedAttributes) => new Logic(this, state, pump);

    private sealed class Logic : OutGraphStageLogic
    {
        private readonly SourceStage<T> _stage;
        private readonly GraphState _state;
        private readonly OutPort<T> _port;

        public Logic(SourceStage<T> stage, GraphState state, SourcePump<T> pump)
            : base(stage.Shape)
        {
            (_stage, _state) = (stage, state);
            _port = new OutPort<T>(state, () => pump.HasEnded, GetAsyncCallback(Push), GetAsyncCallback(CompleteStage));
            pump.Next = _port;
            state.Expect(_port);
            SetHandler(stage._out, this);
        }

        public override void PreStart() => _state.NoteStart();

        public override void OnPull() => _state.Change(_port.Ask);

        private void Push() => Push(_stage._out, _state.Read(_port.Peek));
    }
}
