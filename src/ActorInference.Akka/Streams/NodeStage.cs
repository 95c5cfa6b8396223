using ActorInference.Akka.Streams.Ports;
using ActorInference.Streams.Running;
using Akka.Streams;
using Akka.Streams.Stage;

namespace ActorInference.Akka.Streams;

/// <summary>
/// A stage that holds elements, in the graph: a group, a buffer, every nth. Akka.NET's own <c>GroupedWithin</c> and <c>Buffer</c> know neither items that failed before, which have to go by them in their
/// turn, nor that what is dropped is disposed and counted, nor the budget of a run.
/// <para>Emits, back-pressures, completes, cancels, drops and fails as the stage says whose node it is.</para>
/// </summary>
internal sealed class NodeStage<TIn, TOut>(GraphState state, Node<TOut> node) : GraphStage<FlowShape<Element<TIn>, Element<TOut>>>
{
    private readonly Inlet<Element<TIn>> _in = new("in");
    private readonly Outlet<Element<TOut>> _out = new("out");

    public override FlowShape<Element<TIn>, Element<TOut>> Shape => new(_in, _out);

    protected override GraphStageLogic CreateLogic(Attributes inheritedAttributes) => new Logic(this, state, node);

    private sealed class Logic : InAndOutGraphStageLogic
    {
        private readonly NodeStage<TIn, TOut> _stage;
        private readonly GraphState _state;
        private readonly InPort<TIn> _inPort;
        private readonly OutPort<TOut> _outPort;

        public Logic(NodeStage<TIn, TOut> stage, GraphState state, Node<TOut> node)
            : base(stage.Shape)
        {
            (_stage, _state) = (stage, state);
            _inPort = new InPort<TIn>(state, (IInlet<TIn>)node, GetAsyncCallback(() => TryPull(stage._in)), () => node.UpstreamDone = true);
            _outPort = new OutPort<TOut>(state, () => node.UpstreamDone && node.IsEmpty, GetAsyncCallback(Push), GetAsyncCallback(CompleteStage));
            node.Next = _outPort;
            state.Expect(_inPort, _outPort);
            SetHandlers(stage._in, stage._out, this);
        }

        public override void PreStart() => _state.NoteStart();

        public override void OnPush()
        {
            var element = Grab(_stage._in);
            _state.Change(() => _inPort.Put(element));
        }

        public override void OnUpstreamFinish() => _state.Change(_inPort.Finish);

        public override void OnPull() => _state.Change(_outPort.Ask);

        private void Push() => Push(_stage._out, _state.Read(_outPort.Peek));
    }
}
