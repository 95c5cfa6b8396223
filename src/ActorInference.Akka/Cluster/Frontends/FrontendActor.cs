// One file of more than 400 lines: every message of a frontend touches the same few tables, and how they stay in step is best seen at once.
using ActorInference.Akka.Cluster.Telemetry;
using ActorInference.Akka.Wire;
using ActorInference.Predicting;
using Akka.Actor;
using Akka.Cluster;
using Akka.Event;
using AkkaCluster = Akka.Cluster.Cluster;

namespace ActorInference.Akka.Cluster;

/// <summary>Has inference nodes run requests. See <see cref="ClusterFrontend"/>.</summary>
#pragma warning disable CA1001 // PostStop, which is what an actor has for it, disposes the alarm.
internal sealed class FrontendActor : ReceiveActor
#pragma warning restore CA1001
{
    // A node that cannot predict costs each request that goes there a way and back; one that can again is missed for no longer than this.
    private static readonly TimeSpan LongestRest = TimeSpan.FromSeconds(1);

    private readonly string _model;
    private readonly string _nodeName;
    private readonly ClusterFrontendOptions _options;
    private readonly Clock _clock;
    private readonly Alarm _alarm;
    private readonly NodelessWarning _warning;
    private readonly FrontendLevels _levels;
    private readonly WireExtension _wire = WireExtension.For(Context.System);
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly Membership _members = new(AkkaCluster.Get(Context.System));

    // Every request that has not been replied to: in the line, or at a node.
    private readonly Dictionary<Guid, FrontendRequest> _requests = [];
    private readonly WaitingRequests _waiting = new();
    private readonly List<(IActorRef Asker, long Since)> _askers = []; // who wants to know the model, while nobody does
    private readonly DrainState _drain = new();
    private ModelDescription? _description;
    private long _bytes;
    private long _resent;
    private long _registerDue;
    private long? _nodelessSince;

    public FrontendActor(string model, string nodeName, ClusterFrontendOptions options, TimeProvider time)
    {
        var self = Self;
        _model = model;
        _nodeName = nodeName;
        _options = options;
        _clock = new(time);
        _alarm = new(_clock, () => self.Tell(Ring.Now, ActorRefs.NoSender));
        _levels = new(model);
        _warning = new(model, _members, AkkaCluster.Get(Context.System), _log, _clock);
        _registerDue = _clock.Now;
        _nodelessSince = _clock.Now;

        Receive<PredictRequest>(Take);
        Receive<CancelRequest>(Cancel);
        Receive<DescribeModel>(_ => Describe());
        Receive<DescribeFrontend>(_ => Sender.Tell(Snapshot()));

        Receive<PredictReply>(Answer);
        Receive<RequestDeclined>(Declined);
        Receive<NodeStatus>(Hear);
        Receive<ModelDescription>(Hear);

        Receive<ClusterEvent.IMemberEvent>(Hear);
        Receive<ClusterEvent.ReachabilityEvent>(Hear);
        Receive<Terminated>(terminated => Forget(terminated.ActorRef));
        Receive<Ring>(_ => LookForDue());
        Receive<Drain>(_ => BeginDrain());
    }

    protected override bool AroundReceive(Receive receive, object message)
    {
        var isKnown = base.AroundReceive(receive, message);
        _levels.Set(_waiting.Count, _requests.Count - _waiting.Count, _members.Nodes.Count(node => node.IsEligible));
        return isKnown;
    }

    protected override void PreStart()
    {
        FrontendLevels.Live.Add(_levels);
        _members.Subscribe(Self);
        _alarm.NotLaterThan(_clock.Now + _clock.Stamps(_options.RegisterInterval));
    }

    protected override void PostStop()
    {
        FrontendLevels.Live.Remove(_levels);
        _members.Unsubscribe(Self);
        _alarm.Dispose();
        var stopped = new Failure(ErrorKind.NotReady, $"the frontend of {_model} has been stopped.");
        foreach (var request in _requests.Values.ToList()) Complete(request, stopped);
        foreach (var (asker, _) in _askers) Refuse(asker, stopped);
    }

    // Callers.

    private void Take(PredictRequest request)
    {
        if (_requests.TryGetValue(request.Id, out var known))
        {
            request.Release();
            if (!known.Callers.Contains(Sender)) known.Callers.Add(Sender);
            return;
        }

        var waiting = new FrontendRequest(request, request.Inputs.Sum(input => Request.BytesOf(input.Value)), _clock.Now, Request.DeadlineOf(request.Options, _clock));
        waiting.Callers.Add(Sender);
        if (request.Options.Check() is { } wrong)
        {
            Reply(waiting, wrong);
            return;
        }

        if (_drain.IsDraining)
        {
            Reply(waiting, new Failure(ErrorKind.NotReady, $"the frontend of {_model} is leaving and takes no more."));
            return;
        }

        if (!MakeRoom(waiting)) return;
        _requests.Add(waiting.Id, waiting);
        _bytes += waiting.Bytes;
        Wait(waiting, atFront: false);
        Dispatch();
    }

    // Else has replied.
    private bool MakeRoom(FrontendRequest request)
    {
        if (Fits(request)) return true;
        var canFit = request.Request.Options.WhenFull == WhenFull.DropOldest && (_requests.Count < _options.MaxItems || _waiting.Count > 0)
            && _bytes - _waiting.All.Sum(other => other.Bytes) + request.Bytes <= _options.MaxBytes;
        while (canFit && !Fits(request)) Complete(_waiting.Oldest!, Overloaded("a newer request took its room"));
        if (!canFit) Reply(request, Overloaded("there is no room"));
        return canFit;
    }

    private bool Fits(FrontendRequest request) => _requests.Count == 0 || (_requests.Count < _options.MaxItems && _bytes + request.Bytes <= _options.MaxBytes);

    private Failure Overloaded(string why)
    {
        ClusterInstruments.Refusals.CountOne(_model);
        var soonest = _members.Nodes.Where(node => node.IsEligible).Select(node => (double?)node.Expected(_waiting.Count, _clock)).Min();
        return new(ErrorKind.Overloaded, $"{why}: {_requests.Count:N0} of {_options.MaxItems:N0} requests and {_bytes:N0} of {_options.MaxBytes:N0} bytes are held by the frontend of {_model}.")
        {
            RetryAfter = soonest is { } stamps ? _clock.Duration(stamps) : null,
        };
    }

    private void Cancel(CancelRequest cancel)
    {
        if (!_requests.TryGetValue(cancel.Id, out var request) || !request.Callers.Contains(Sender)) return;
        if (request.Callers.Count == 1)
        {
            Complete(request, Refusals.GaveUp);
            Dispatch();
            return;
        }

        request.Callers.Remove(Sender);
        Sender.Tell(new PredictReply(cancel.Id, Refusals.GaveUp), Self);
    }

    private void Describe()
    {
        if (_description is { } description)
        {
            Tell(Sender, description);
            return;
        }

        if (!_askers.Exists(asker => asker.Asker.Equals(Sender))) _askers.Add((Sender, _clock.Now)); // one that asks again waits once
        _alarm.NotLaterThan(_clock.Now + _clock.Stamps(_options.WaitForNode));
    }

    private void Tell(IActorRef asker, ModelDescription description)
    {
        var capacity = _members.Nodes.Where(node => node.IsEligible).Sum(node => (long)node.Status!.Capacity);
        _wire.Tell(asker, description with { Capacity = (int)Math.Clamp(capacity, 1, int.MaxValue / 2) }, Self);
    }

    // Elsewhere Akka.NET has to make the exception anew, and knows how to for the platform's own.
    private void Refuse(IActorRef asker, Failure failure) =>
        asker.Tell(new Status.Failure(asker.IsLocal() ? failure.ToException() : new InvalidOperationException(failure.Message)), Self);

    // Nodes.

    private void Hear(ClusterEvent.IMemberEvent happened)
    {
        if (_members.Hear(happened) is not { } node) return;
        if (!_members.Contains(node)) Lose(node, "is gone");
        else if (node.Actor is null) Register(node);
        Dispatch();
    }

    private void Hear(ClusterEvent.ReachabilityEvent happened)
    {
        if (_members.Of(happened.Member) is not { } node) return;
        node.IsReachable = happened is ClusterEvent.ReachableMember;
        if (node.IsReachable)
        {
            node.ForgetSent(); // all of it went elsewhere, and what it answered meanwhile may have been lost on the way
            Register(node);
        }
        else
        {
            SendElsewhere(node, "cannot be reached"); // it may still answer, and then that counts
        }

        Dispatch();
    }

    private void Register(KnownNode node)
    {
        if (node.Actor is { } actor) actor.Tell(RegisterFrontend.Instance, Self);
        else Context.ActorSelection(new RootActorPath(node.Address) / "user" / _nodeName).Tell(RegisterFrontend.Instance, Self);
    }

    private void Hear(NodeStatus status)
    {
        if (_members.Of(Sender) is not { } node) return;
        if (!Sender.Equals(node.Actor))
        {
            if (node.Actor is not null) Lose(node, "has been started anew");
            node.Actor = Sender;
            Context.Watch(Sender);
        }

        node.Hear(status);
        if (node is { Description: null, IsForeign: false }) Sender.Tell(DescribeModel.Instance, Self);
        Dispatch();
    }

    private void Hear(ModelDescription description)
    {
        if (_members.Of(Sender) is not { } node || !Sender.Equals(node.Actor)) return;
        if (_description is not null && _description.Signature.ToString() != description.Signature.ToString())
        {
            if (node is { Description: null, IsForeign: false }) _log.Warning("{0} serves another {1}: {2}; others serve {3}. It gets no requests", node.Address, _model, description.Signature, _description.Signature);
            node.IsForeign = true;
            return;
        }

        node.Description = description;
        _description ??= description;
        foreach (var (asker, _) in _askers) Tell(asker, description);
        _askers.Clear();
        Dispatch();
    }

    private void Forget(IActorRef actor)
    {
        if (_members.Of(actor) is not { } node || !actor.Equals(node.Actor)) return;
        Lose(node, "has stopped");
        Dispatch();
    }

    private void Lose(KnownNode node, string how)
    {
        if (node.Actor is { } actor) Context.Unwatch(actor);
        node.Forget();
        SendElsewhere(node, how);
    }

    private void SendElsewhere(KnownNode node, string how)
    {
        List<FrontendRequest> lost = [.. _requests.Values.Where(request => request.At == node).OrderByDescending(request => request.Arrived)];
        if (lost.Count > 0) _log.Warning("{0} {1}: others get {2} of {3}", node.Address, how, Quantity.Of(lost.Count, "request"), _model);
        foreach (var request in lost) TryAgain(request, $"{node.Address} {how}");
    }

    // Replies.

    private void Answer(PredictReply reply)
    {
        var node = _members.Of(Sender);
        node?.Answered(reply.Id);
        if (!_requests.TryGetValue(reply.Id, out var request))
        {
            Unclaimed.GiveBack(reply); // another node was faster, or nobody waits any more
        }
        else if (reply.Outcome.Failure is { } failure && NodeReply.IsOfNode(failure) && request.At == node && node is not null)
        {
            // Another node may well be able to. A request that its caller has given up is here no more: where one is cancelled, the node did that itself, most likely because it ends.
            node.RestsUntil = _clock.Now + _clock.Stamps(failure.RetryAfter is { } hint && hint < LongestRest ? hint : LongestRest); // failing is quick, and would draw all requests to it
            TryAgain(request, $"{node.Address} said {failure.Message.TrimEnd('.')}", failure);
        }
        else if (reply.Outcome.Succeeded || (node is not null && request.At == node))
        {
            Complete(request, reply.Outcome);
        }

        Dispatch();
    }

    private void Declined(RequestDeclined declined)
    {
        if (_members.Of(Sender) is not { } node) return;
        node.Answered(declined.Id);
        node.IsHeldBack = true; // until it says how full it is
        if (_requests.TryGetValue(declined.Id, out var request) && request.At == node) Wait(request, atFront: true);
        Dispatch();
    }

    private void TryAgain(FrontendRequest request, string why, Failure? failure = null)
    {
        request.Tried.Add(request.At!.Address);
        request.Lost++;
        if (request.Lost < _options.MaxTries) Wait(request, atFront: true);
        else Complete(request, failure ?? new(ErrorKind.DeviceLost, $"the request lost {Quantity.Of(request.Lost, "node")}, lastly: {why}; it may be what ends them."));
    }

    private void Wait(FrontendRequest request, bool atFront)
    {
        request.At = null;
        request.WaitingSince = _clock.Now;
        if (atFront) _waiting.AddFirst(request);
        else _waiting.AddLast(request);
        if (request.Deadline != Request.NoDeadline) _alarm.NotLaterThan(request.Deadline);
    }

    // Its callers hear of it, and it is no more.
    private void Complete(FrontendRequest request, Outcome<Prediction> outcome)
    {
        _requests.Remove(request.Id);
        _waiting.Remove(request);
        _bytes -= request.Bytes;
        foreach (var node in _members.Nodes)
        {
            if (node.Actor is not null && node.Has(request.Id)) _wire.Tell(node.Actor, new CancelRequest(request.Id), Self); // nobody waits for it there any more
        }

        Reply(request, outcome);
        EndDrain();
    }

    private void Reply(FrontendRequest request, Outcome<Prediction> outcome)
    {
        request.Request.Release();
        if (outcome.TryGet(out var prediction, out var failure))
        {
            foreach (var caller in request.Callers.Skip(1)) _wire.Reply(caller, new PredictReply(request.Id, Lending.Share(prediction)), Self);
            _wire.Reply(request.Callers[0], new PredictReply(request.Id, prediction), Self);
            return;
        }

        foreach (var caller in request.Callers) _wire.Reply(caller, new PredictReply(request.Id, failure), Self);
    }

    // What is due.

    private void Dispatch()
    {
        if (_members.HasNode) _nodelessSince = null;
        else _nodelessSince ??= _clock.Now;
        while (_waiting.Next() is { } request)
        {
            if (_clock.Now >= request.Deadline)
            {
                Complete(request, Late(request));
                continue;
            }

            if (NodeChoice.For(request, _members.Nodes, _waiting.Count, _clock) is not { } node) break;
            _waiting.Took(request);
            Send(request, node);
        }

        if (_nodelessSince is { } since && _waiting.Count > 0) _alarm.NotLaterThan(_waiting.All.Min(request => Math.Max(since, request.WaitingSince)) + _clock.Stamps(_options.WaitForNode));
    }

    private void Send(FrontendRequest request, KnownNode node)
    {
        var now = _clock.Now;
        (request.At, request.Sent) = (node, now);
        if (request.Lost > 0)
        {
            _resent++;
            ClusterInstruments.Resends.CountOne(_model);
        }

        node.Send(request.Id, now);
        var options = request.Request.Options with
        {
            Deadline = request.Deadline == Request.NoDeadline ? null : _clock.Duration(request.Deadline - now),
            WhenFull = WhenFull.Wait, // the window says how many
        };
        _alarm.NotLaterThan(now + _clock.Stamps(_options.AnswerTimeout));
        if (_wire.Tell(node.Actor!, new PredictRequest(request.Id, request.Request.Inputs, options), Self) is not { } failure) return;
        node.Answered(request.Id);
        Complete(request, failure);
    }

    private void LookForDue()
    {
        _alarm.Rang();
        var now = _clock.Now;
        _warning.Look(_nodelessSince, _waiting.Count > 0 || _askers.Count > 0);
        if (now >= _registerDue)
        {
            foreach (var node in _members.Nodes.Where(node => node.IsReachable)) Register(node);
            _registerDue = now + _clock.Stamps(_options.RegisterInterval);
        }

        foreach (var request in _waiting.All.Where(request => now >= request.Deadline).ToList()) Complete(request, Late(request));
        EndUnanswered(now);
        Dispatch();
        EndNodeless(now);
        SetAlarm();
    }

    private void EndUnanswered(long now)
    {
        var patience = _clock.Stamps(_options.AnswerTimeout);
        foreach (var request in _requests.Values.Where(request => request.At is not null && now - request.Sent >= patience).ToList())
        {
            _log.Warning("{0} did not answer request {1} within {2}", request.At!.Address, request.Id, _options.AnswerTimeout);
            TryAgain(request, $"{request.At.Address} did not answer within {_options.AnswerTimeout.TotalSeconds:0.###} s");
        }

        // What a node has not answered keeps its place in the window for as long again: the node is slow rather than idle.
        foreach (var node in _members.Nodes) node.ForgetBefore(now - (2 * patience));
    }

    private void EndNodeless(long now)
    {
        if (_nodelessSince is not { } since) return;
        var patience = _clock.Stamps(_options.WaitForNode);
        foreach (var request in _waiting.All.Where(request => now - Math.Max(since, request.WaitingSince) >= patience).ToList()) Complete(request, NoNode());
        foreach (var (asker, asked) in _askers.Where(asker => now - asker.Since >= patience).ToList())
        {
            Refuse(asker, NoNode());
            _askers.Remove((asker, asked));
        }
    }

    private void SetAlarm()
    {
        _alarm.NotLaterThan(_registerDue);
        foreach (var request in _requests.Values)
        {
            if (request.At is not null) _alarm.NotLaterThan(request.Sent + _clock.Stamps(_options.AnswerTimeout));
            else if (request.Deadline != Request.NoDeadline) _alarm.NotLaterThan(request.Deadline);
        }

        foreach (var (_, since) in _askers) _alarm.NotLaterThan(since + _clock.Stamps(_options.WaitForNode));
    }

    private Failure NoNode() => new(
        ErrorKind.NotReady,
        $"no inference node of the cluster serves {_model}; one was waited for {_options.WaitForNode.TotalSeconds:0.###} s. Start one, or raise akka.actorinference.frontend.wait-for-node.")
    {
        RetryAfter = _options.WaitForNode,
    };

    private static Failure Late(FrontendRequest request) =>
        new(ErrorKind.DeadlineExceeded, $"the deadline of {request.Request.Options.Deadline!.Value.TotalMilliseconds:0.###} ms passed before a node could run the request.");

    // The end.

    private void BeginDrain()
    {
        _drain.Begin(Sender);
        if (_requests.Count > 0) _log.Info("The frontend of {0} drains: it finishes {1}", _model, Quantity.Of(_requests.Count, "request"));
        EndDrain();
    }

    private void EndDrain() => _drain.EndAt(_requests.Count, Self);

    private FrontendSnapshot Snapshot() => new(
        _waiting.Count,
        _bytes,
        [.. _members.Nodes.Select(node => new FrontendNodeSnapshot(node.Address, node.IsEligible, node.Status?.Window ?? 0, node.SentCount, node.Queue, node.Status?.ServiceTime ?? TimeSpan.Zero))],
        _resent);
}
