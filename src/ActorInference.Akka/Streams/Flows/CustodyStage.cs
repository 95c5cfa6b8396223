using Akka.Streams;
using Akka.Streams.Stage;

namespace ActorInference.Akka.Streams.Flows;

/// <summary>The end of a flow of batches: what leaves there is somebody else's, and what has not left when the stream stops is disposed.</summary>
internal sealed class CustodyStage<T>(BatchCustody<T> custody) : GraphStage<FlowShape<BatchTicket<T>, Outcome<Predicted<T>>>>
{
    private readonly Inlet<BatchTicket<T>> _in = new("in");
    private readonly Outlet<Outcome<Predicted<T>>> _out = new("out");

    public override FlowShape<BatchTicket<T>, Outcome<Predicted<T>>> Shape => new(_in, _out);

    protected override GraphStageLogic CreateLogic(Attributes inheritedAttributes) => new Logic(this, custody);

    private sealed class Logic : InAndOutGraphStageLogic
    {
        private readonly CustodyStage<T> _stage;
        private readonly BatchCustody<T> _custody;

        public Logic(CustodyStage<T> stage, BatchCustody<T> custody)
            : base(stage.Shape)
        {
            (_stage, _custody) = (stage, custody);
            SetHandlers(stage._in, stage._out, this);
        }

        public override void OnPush() => Push(_stage._out, _custody.Leave(Grab(_stage._in)));

        public override void OnPull() => Pull(_stage._in);

        public override void PostStop() => _custody.Dispose();
    }
}
