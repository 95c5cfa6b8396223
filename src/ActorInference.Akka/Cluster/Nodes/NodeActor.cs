using ActorInference.Akka.Cluster.Telemetry;
using ActorInference.Akka.Wire;
using ActorInference.Predicting;
using Akka.Actor;
using Akka.Event;

namespace ActorInference.Akka.Cluster;

/// <summary>Serves a predictor to frontends. See <see cref="ClusterNode"/>.</summary>
#pragma warning disable CA1001 // PostStop, which is what an actor has for it, disposes the alarm.
internal sealed class NodeActor : ReceiveActor
#pragma warning restore CA1001
{
    // More than that in one place gains nothing, whatever a predictor says of itself.
    private const int MostWindow = 1024;

    private readonly string _model;
    private readonly IPredictor _predictor;
    private readonly ClusterNodeOptions _options;
    private readonly Clock _clock;
    private readonly Alarm _alarm;
    private readonly WireExtension _wire = WireExtension.For(Context.System);
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly NodeLevels _levels;
    private readonly Dictionary<Guid, NodeRequest> _running = [];
    private readonly RememberedReplies _remembered;
    private readonly FrontendShares _frontends;
    private readonly ServiceTime _serviceTime = new();
    private readonly DrainState _drain = new();
    private bool _hasChanged;
    private long _published = long.MinValue / 2;

    public NodeActor(string model, IPredictor predictor, ClusterNodeOptions options, TimeProvider time)
    {
        var self = Self;
        _model = model;
        _predictor = predictor;
        _options = options;
        _clock = new(time);
        _alarm = new(_clock, () => self.Tell(Ring.Now, ActorRefs.NoSender));
        _remembered = new(options, _clock.Stamps(options.RememberFor));
        _frontends = new(_clock);
        _levels = new(model);

        Receive<PredictRequest>(Take);
        Receive<RequestDone>(Finish);
        Receive<CancelRequest>(Cancel);
        Receive<RegisterFrontend>(_ => Register());
        Receive<DescribeModel>(_ => _wire.Tell(Sender, new ModelDescription(_model, _predictor.Signature, _predictor.Outputs, _predictor.Capacity), Self));
        Receive<DescribeNode>(_ => Sender.Tell(new NodeSnapshot(_running.Count, Window, _remembered.Count, _frontends.Frontends.Count, _serviceTime.Value, _drain.IsDraining)));
        Receive<Terminated>(terminated => Forget(terminated.ActorRef));
        Receive<Ring>(_ => LookForDue());
        Receive<Drain>(_ => BeginDrain());
    }

    private int Window => _options.Window ?? (int)Math.Clamp(2L * _predictor.Capacity, 2, MostWindow);

    protected override bool AroundReceive(Receive receive, object message)
    {
        var isKnown = base.AroundReceive(receive, message);
        SetLevels();
        return isKnown;
    }

    protected override void PreStart()
    {
        SetLevels();
        NodeLevels.Live.Add(_levels);
    }

    protected override void PostStop()
    {
        NodeLevels.Live.Remove(_levels);
        _alarm.Dispose();
        foreach (var (id, request) in _running)
        {
            request.Cancel();
            request.Dispose();
            foreach (var caller in request.Callers) caller.Tell(new PredictReply(id, new Failure(ErrorKind.NotReady, $"the node of {_model} has been stopped.")), Self);
        }
    }

    private void SetLevels() => _levels.Set(_running.Count, Window, _serviceTime.Value);

    private void Take(PredictRequest request)
    {
        _frontends.Note(Sender);
        if (_remembered.Find(request.Id) is { } known)
        {
            request.Release();
            known.Tell(Sender, _wire, Self);
        }
        else if (_running.TryGetValue(request.Id, out var running))
        {
            request.Release();
            running.Add(Sender);
        }
        else if (_drain.IsDraining || _running.Count >= Window)
        {
            request.Release();
            Decline(request.Id);
        }
        else
        {
            Begin(request);
        }
    }

    private void Decline(Guid id)
    {
        if (_frontends.Contains(Sender))
        {
            Sender.Tell(new RequestDeclined(id), Self);
            Publish(Sender);
            return;
        }

        var why = _drain.IsDraining
            ? new Failure(ErrorKind.NotReady, $"the node of {_model} is leaving and takes no more.")
            : new Failure(ErrorKind.Overloaded, $"the node of {_model} has {_running.Count} of the {Quantity.Of(Window, "request")} that it takes.") { RetryAfter = _serviceTime.Value };
        Sender.Tell(new PredictReply(id, why), Self);
    }

    private void Begin(PredictRequest request)
    {
        if (Lending.Share(request.Inputs) is not { } inputs)
        {
            request.Release();
            Sender.Tell(new PredictReply(request.Id, new Failure(ErrorKind.InvalidInput, "an input has been disposed; what is lent with a request stays until its reply.")), Self);
            return;
        }

        var running = new NodeRequest(request, _clock.Now, _running.Count + 1);
        running.Add(Sender);
        _running.Add(request.Id, running);
        Changed();
        _ = RunAsync(_predictor, request, inputs, Self, running.Token);
    }

    private static async Task RunAsync(IPredictor predictor, PredictRequest request, RunInput[] inputs, IActorRef self, CancellationToken cancel) =>
        self.Tell(new RequestDone(request.Id, await PredictorDoor.AskAsync(predictor, inputs, request.Options, cancel).ConfigureAwait(false)), ActorRefs.NoSender);

    private void Finish(RequestDone done)
    {
        if (!_running.Remove(done.Id, out var request))
        {
            Unclaimed.GiveBack(done);
            return;
        }

        request.Dispose();
        if (done.Outcome.Succeeded) _serviceTime.Learn(_clock.Duration(_clock.Now - request.Arrived), request.There);
        var reply = new NodeReply(done.Id, done.Outcome, _wire);
        foreach (var caller in request.Callers) reply.Tell(caller, _wire, Self);
        reply.Settle();
        _remembered.Add(done.Id, reply, _clock.Now);
        if (_remembered.NextDue is { } due) _alarm.NotLaterThan(due);
        Changed();
        EndDrain();
    }

    private void Cancel(CancelRequest cancel)
    {
        if (!_running.TryGetValue(cancel.Id, out var running)) return;
        if (running.Callers.Count > 1)
        {
            if (running.Leave(Sender)) Sender.Tell(new PredictReply(cancel.Id, Refusals.GaveUp), Self);
        }
        else if (running.Callers.Contains(Sender))
        {
            running.Cancel(); // its reply says what has become of it
        }
    }

    private void Register()
    {
        if (_frontends.Add(Sender)) Context.Watch(Sender);
        Publish(Sender);
    }

    private void Forget(IActorRef frontend)
    {
        _frontends.Remove(frontend);
        var alone = 0;
        foreach (var request in _running.Values)
        {
            if (request.Leave(frontend) && request.Callers.Count == 0) alone++;
        }

        if (alone > 0) _log.Info("{0} is gone: {1} of that frontend cancelled", frontend.Path, Quantity.Of(alone, "request"));
    }

    private void LookForDue()
    {
        _alarm.Rang();
        _remembered.ForgetDue(_clock.Now);
        if (_remembered.NextDue is { } due) _alarm.NotLaterThan(due);
        if (_hasChanged) Changed();
    }

    // Frontends hear of it, now or when they have heard nothing for a while.
    private void Changed()
    {
        _hasChanged = true;
        var due = _published + _clock.Stamps(_options.StatusInterval);
        if (_clock.Now < due)
        {
            _alarm.NotLaterThan(due);
            return;
        }

        _hasChanged = false;
        _published = _clock.Now;
        foreach (var frontend in _frontends.Frontends) Publish(frontend);
    }

    private void Publish(IActorRef frontend) =>
        frontend.Tell(new NodeStatus(_frontends.Of(frontend, Window), _running.Count, _predictor.Capacity, _serviceTime.Value, _drain.IsDraining), Self);

    private void BeginDrain()
    {
        if (_drain.Begin(Sender))
        {
            foreach (var frontend in _frontends.Frontends) Publish(frontend);
            if (_running.Count > 0) _log.Info("The node of {0} drains: it finishes {1}", _model, Quantity.Of(_running.Count, "request"));
        }

        EndDrain();
    }

    private void EndDrain() => _drain.EndAt(_running.Count, Self);
}
