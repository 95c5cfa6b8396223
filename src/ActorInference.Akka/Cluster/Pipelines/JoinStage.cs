using ActorInference.Akka.Wire;
using ActorInference.Akka.Wire.Formats;
using Akka.Event;
using Akka.Streams;
using Akka.Streams.Stage;

namespace ActorInference.Akka.Cluster.Pipelines;

/// <summary>
/// Reads the items that <see cref="SplitStage{T}"/> wrote on another node. Whoever is behind it owns them.
/// <para>
/// Emits when the last part of an item has come. Back-pressures when the stage behind it does. Completes or fails when the stream's end has come, and fails when what comes is damaged or has a gap, when
/// it ends without that, or when nothing at all comes for too long.
/// Cancels when what is behind it cancels.
/// </para>
/// </summary>
internal sealed class JoinStage<T>(string stream, WireOptions options, TimeSpan lostAfter) : GraphStage<FlowShape<StreamPart, Outcome<T>>>
    where T : Value
{
    private readonly Inlet<StreamPart> _in = new("parts");
    private readonly Outlet<Outcome<T>> _out = new("items");

    public override FlowShape<StreamPart, Outcome<T>> Shape => new(_in, _out);

    protected override GraphStageLogic CreateLogic(Attributes inheritedAttributes) => new Logic(this, stream, options, lostAfter);

    private sealed class Logic : TimerGraphStageLogic, IInHandler, IOutHandler
    {
        private readonly JoinStage<T> _stage;
        private readonly string _stream;
        private readonly WireOptions _options;
        private readonly List<ReadOnlyMemory<byte>> _parts = [];
        private readonly TimeSpan _lostAfter;
        private long _length;
        private int _silentLooks;

        public Logic(JoinStage<T> stage, string stream, WireOptions options, TimeSpan lostAfter)
            : base(stage.Shape)
        {
            (_stage, _stream, _options, _lostAfter) = (stage, stream, options, lostAfter);
            SetHandler(stage._in, this);
            SetHandler(stage._out, this);
        }

        public override void PreStart() => ScheduleRepeatedly(nameof(_silentLooks), _lostAfter / StreamFlows.SignsOfLife);

        public void OnPush()
        {
            _silentLooks = 0;
            var part = Grab(_stage._in);
            if (part.IsNothing)
            {
                Pull(_stage._in);
                return;
            }

            _parts.Add(part.Part);
            _length += part.Part.Length;
            if (_length > _options.MaxMessageBytes) FailStage(WireExtension.TooLong(_length, _options).ToException());
            else if (part.IsLast) Take(Read());
            else Pull(_stage._in);
        }

        public void OnPull() => Pull(_stage._in);

        public void OnUpstreamFinish() => FailStage(StreamFailures.Lost(_stream));

        public void OnUpstreamFailure(Exception e)
        {
            Log.Info("A stream of {0} was lost: {1}", _stream, e.Message);
            FailStage(StreamFailures.Lost(_stream));
        }

        public void OnDownstreamFinish(Exception cause) => CancelStage(cause);

        // What has not been asked for cannot come.
        protected override void OnTimer(object timerKey)
        {
            _silentLooks = HasBeenPulled(_stage._in) ? _silentLooks + 1 : 0;
            if (_silentLooks > StreamFlows.SignsOfLife) FailStage(StreamFailures.Lost(_stream));
        }

        // What is damaged comes out of here as an exception, which fails the stage with it.
        private StreamElement Read()
        {
            var element = (StreamElement)MessageFormats.Read(StreamElement.Manifest, _parts);
            _parts.Clear();
            _length = 0;
            return element;
        }

        private void Take(StreamElement element)
        {
            if (!element.IsEnd) Push(_stage._out, Item(element));
            else if (element.Failure is { } failure) FailStage(failure.ToException());
            else CompleteStage();
        }

        private static Outcome<T> Item(StreamElement element)
        {
            if (element.Failure is { } failure) return failure;
            if (element.Value is T value) return value;
            element.Value!.Dispose();
            return new Failure(ErrorKind.InvalidInput, $"the stream is one of {typeof(T).Name}, and a {element.Value.GetType().Name} came; both ends have to say the same types.");
        }
    }
}
