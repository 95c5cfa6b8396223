using Akka.Streams;
using Akka.Streams.Stage;

namespace ActorInference.Akka.Streams;

/// <summary>
/// Notes that nothing will come any more, for the stage behind it, and changes nothing.
/// <para>Emits when an element comes. Back-pressures when the stage behind it does. Completes when what is before it has completed, once it has noted so. Cancels when what is behind it cancels.</para>
/// </summary>
internal sealed class EndNote<T>(Action note) : GraphStage<FlowShape<T, T>>
{
    private readonly Inlet<T> _in = new("in");
    private readonly Outlet<T> _out = new("out");

    public override FlowShape<T, T> Shape => new(_in, _out);

    protected override GraphStageLogic CreateLogic(Attributes inheritedAttributes) => new Logic(this, note);

    private sealed class Logic : InAndOutGraphStageLogic
    {
        private readonly EndNote<T> _stage;
        private readonly Action _note;

        public Logic(EndNote<T> stage, Action note)
            : base(stage.Shape)
        {
            (_stage, _note) = (stage, note);
            SetHandlers(stage._in, stage._out, this);
        }

        public override void OnPush() => Push(_stage._out, Grab(_stage._in));

        public override void OnPull() => Pull(_stage._in);

        public override void OnUpstreamFinish()
        {
            _note();
            CompleteStage();
        }
    }
}
