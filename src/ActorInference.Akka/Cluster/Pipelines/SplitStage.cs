using ActorInference.Akka.Wire;
using Akka.Streams;
using Akka.Streams.Stage;

namespace ActorInference.Akka.Cluster.Pipelines;

/// <summary>
/// Writes items for the way to another node, in parts that fit a frame, and says at the end that it is one, and why where the stream failed. Owns the items: each is disposed when it is written. One that cannot be
/// written goes as a failure, in its place.
/// <para>Emits the parts of each item when the stage behind it pulls. Back-pressures while parts are left. Completes when what is before it has completed or failed and the end is out. Cancels when what is behind it cancels.</para>
/// </summary>
internal sealed class SplitStage<T>(WireOptions options) : GraphStage<FlowShape<Outcome<T>, StreamPart>>
    where T : Value
{
    private readonly Inlet<Outcome<T>> _in = new("items");
    private readonly Outlet<StreamPart> _out = new("parts");

    public override FlowShape<Outcome<T>, StreamPart> Shape => new(_in, _out);

    protected override GraphStageLogic CreateLogic(Attributes inheritedAttributes) => new Logic(this, options);

    private sealed class Logic : InAndOutGraphStageLogic
    {
        private readonly SplitStage<T> _stage;
        private readonly WireOptions _options;

        public Logic(SplitStage<T> stage, WireOptions options)
            : base(stage.Shape)
        {
            (_stage, _options) = (stage, options);
            SetHandlers(stage._in, stage._out, this);
        }

        public override void OnPush()
        {
            var item = Grab(_stage._in);
            try
            {
                EmitMultiple(_stage._out, Write(StreamElement.Item(item)));
            }
            finally
            {
                if (item.TryGet(out var value, out _)) value.Dispose();
            }
        }

        public override void OnPull() => Pull(_stage._in);

        public override void OnUpstreamFinish() => End(null);

        public override void OnUpstreamFailure(Exception e) => End(StreamFailures.Of(e));

        private void End(Failure? failure) => EmitMultiple(_stage._out, Write(StreamElement.End(failure)), CompleteStage);

        private StreamPart[] Write(StreamElement element)
        {
            try
            {
                var length = EncodedMessage.Measure(element);
                return length <= _options.MaxMessageBytes ? StreamPart.Of(element, length, _options.ChunkBytes) : Write(WireExtension.TooLong(length, _options));
            }
            catch (ObjectDisposedException)
            {
                return Write(new Failure(ErrorKind.InvalidInput, "a value has been disposed before it could be sent; what goes into a stream to another node is the stream's."));
            }
            catch (NotSupportedException problem)
            {
                return Write(new Failure(ErrorKind.InvalidInput, problem.Message));
            }
        }

        private StreamPart[] Write(Failure unsendable)
        {
            var element = StreamElement.Item<T>(unsendable);
            return StreamPart.Of(element, EncodedMessage.Measure(element), _options.ChunkBytes);
        }
    }
}
