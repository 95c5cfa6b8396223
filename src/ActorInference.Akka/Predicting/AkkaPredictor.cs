using ActorInference.Akka.Predicting;
using ActorInference.Akka.Wire;
using ActorInference.Predicting;
using Akka.Actor;
using Microsoft.Extensions.Logging;

namespace ActorInference.Akka;

/// <summary>
/// The contract of a predictor over an actor: one that is opened here (<see cref="OpenAsync"/>), or any that understands <see cref="PredictRequest"/>, in this process or on another machine
/// (<see cref="ConnectAsync"/>). Thread-safe.
/// <para>
/// Inputs are handed over, each once, and disposed after the reply. Every request ends exactly once: with its result, which the caller disposes, or with a failure of one kind, also when the actor
/// stops or its machine is lost. Deadlines and cancellation go along with the request; the deadline counts from when it arrives. One actor takes all replies; nothing is started for a request.
/// </para>
/// </summary>
public sealed class AkkaPredictor : IPredictor, IBudgetedPredictor, IAsyncDisposable
{
    private readonly ActorSystem _system;
    private readonly Asker _asker;
    private readonly ModelDescription _description;
    private readonly BatchLayout _layout;
    private readonly Clock _clock;
    private readonly PredictorLife? _life; // null where it was opened by somebody else
    private readonly Lock _lock = new();
    private Task? _closing; // guarded by the lock

    private AkkaPredictor(ActorSystem system, Asker asker, ModelDescription description, Clock clock, PredictorLife? life)
    {
        _system = system;
        _asker = asker;
        _description = description;
        _clock = clock;
        _life = life;
        _layout = BatchLayout.Of(description.Signature, description.Outputs);
    }

    /// <inheritdoc/>
    public string Model => _description.Model;

    /// <inheritdoc/>
    public ModelSignature Signature => _description.Signature;

    /// <inheritdoc/>
    public IReadOnlyList<string> Outputs => _description.Outputs;

    /// <inheritdoc/>
    public int Capacity => _asker.Capacity is > 0 and var said ? said : _description.Capacity;

    /// <summary>The actor that predicts: any number of others may connect to it.</summary>
    public IActorRef Actor => _asker.Target;

    private Failure ShutDown => new(ErrorKind.NotReady, $"the predictor of {Model} has been shut down.");

    /// <summary>
    /// Connects to an actor that predicts. The actor stays who it is when this is disposed; when it stops, or its machine is lost, requests fail at once. A request that is lost on its way to another machine, or whose
    /// reply is, ends 5 s after its deadline where it has one; to a frontend in this process nothing is lost.
    /// </summary>
    /// <param name="system">Where the actor that takes replies is started.</param>
    /// <param name="target">Who predicts; it answers <see cref="DescribeModel"/>, which is asked again every second until it does, and then every 5 s, for the capacity of a cluster changes with its nodes.</param>
    /// <param name="time">The clock of that; null for the system's.</param>
    /// <param name="cancel">Ends the waiting for that answer.</param>
    /// <returns>
    /// A failure when the actor is on another machine and the system lacks <see cref="AkkaConfiguration.Reference"/>, when the actor has stopped or says that it cannot predict, or nobody waits for its answer any more.
    /// The caller owns the predictor.
    /// </returns>
    public static async Task<Outcome<AkkaPredictor>> ConnectAsync(ActorSystem system, IActorRef target, TimeProvider? time = null, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(system);
        ArgumentNullException.ThrowIfNull(target);
        if (!target.IsLocal() && SystemRequirements.WhyNoWire(system) is { } whyNot) return whyNot;
        var clock = new Clock(time ?? TimeProvider.System);
        var described = new TaskCompletionSource<Outcome<ModelDescription>>(TaskCreationOptions.RunContinuationsAsynchronously);
        Asker asker;
        try
        {
            asker = Begin(system, target, clock, described);
        }
        catch (InvalidOperationException problem)
        {
            return new Failure(ErrorKind.NotReady, $"no actor can be started that takes the replies of {target.Path}: {problem.Message.TrimEnd('.')}.");
        }

        var gaveUp = new Failure(ErrorKind.Cancelled, $"{target.Path} was not waited for any longer; it has not said what it predicts with.");
        await using var registration = cancel.UnsafeRegister(_ => described.TrySetResult(gaveUp), null).ConfigureAwait(false);
        if ((await described.Task.ConfigureAwait(false)).TryGet(out var description, out var failure)) return new AkkaPredictor(system, asker, description, clock, null);
        asker.Close(failure);
        return failure;
    }

    /// <summary>
    /// Loads a model and starts the actors that predict with it: <c>/user/actorinference-NAME</c>, below it a pool for each device, below that a router over one actor for each lane, as
    /// <c>akka.actor.deployment</c> says for <c>/actorinference-NAME/DEVICE/lanes</c> (see <see cref="AkkaDefaults"/>). Placement, options and failures are those of
    /// <see cref="Predictor.Open"/>; where a number of instances is deployed it overrides <see cref="PredictorOptions.Lanes"/>. The actor system's coordinated shutdown drains it.
    /// </summary>
    /// <param name="system">Where.</param>
    /// <param name="sessions">Who opens sessions; kept, and not disposed.</param>
    /// <param name="model">The model.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <param name="name">What the actor is called after <c>actorinference-</c>; null: <c>predictor</c>.</param>
    /// <param name="time">The clock of deadlines, backoff and watchdog; null for the system's.</param>
    /// <param name="logger">Hears of sessions that fail and come back; null for the actor system's own log.</param>
    /// <param name="cancel">Gives up before the next warm-up run.</param>
    /// <returns>A failure when the options or the deployment cannot work, or no placement does: then it says why not, for each. The caller owns the predictor.</returns>
    public static async Task<Outcome<AkkaPredictor>> OpenAsync(
        ActorSystem system,
        ISessionFactory sessions,
        ModelSource model,
        PredictorOptions? options = null,
        string? name = null,
        TimeProvider? time = null,
        ILogger? logger = null,
        CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(system);
        ArgumentNullException.ThrowIfNull(sessions);
        ArgumentNullException.ThrowIfNull(model);
        options ??= new();
        name ??= "predictor";
        if (options.Check() is { } wrong) return wrong;
        AkkaDefaults.Ensure(system);
        var clock = new Clock(time ?? TimeProvider.System);
        var life = new PredictorLife();
        var setup = new PredictorSetup(sessions, model, options with { Name = name }, name, clock, new(logger ?? SystemLogger.Of(system, PathNames.Predictor(name))), life, cancel);
        IActorRef actor;
        try
        {
            actor = system.ActorOf(Props.Create(() => new PredictorActor(setup)), PathNames.Predictor(name));
        }
        catch (Exception problem) when (problem is InvalidActorNameException or InvalidOperationException)
        {
            return new Failure(ErrorKind.InvalidInput, $"no actor '{PathNames.Predictor(name)}' can be started: {problem.Message.TrimEnd('.')}.");
        }

        if (!(await life.Opened.ConfigureAwait(false)).TryGet(out var description, out var failure)) return failure;
        var predictor = new AkkaPredictor(system, Begin(system, actor, clock, null), description, clock, life);
        OpenPredictors.Of(system).Add(predictor);
        return predictor;
    }

    /// <summary>Predicts for a model with one input.</summary>
    /// <param name="input">The input; the predictor's from now on.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <param name="cancel">Ends the request at once; a run that nobody waits for any more ends at the model's next node.</param>
    /// <returns>The prediction, which the caller owns, or why there is none. The task never faults and is never cancelled.</returns>
    public Task<Outcome<Prediction>> PredictAsync(Tensor input, PredictionOptions? options = null, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (Signature.Inputs.Count == 1) return PredictAsync([new RunInput(Signature.Inputs[0].Name, input)], options, cancel);
        HandingOver.GiveBack(input);
        return Refuse(new(ErrorKind.InvalidInput, $"the model takes {Signature.Inputs.Count} inputs; name them: {string.Join(", ", Signature.Inputs)}."));
    }

    /// <inheritdoc/>
    public Task<Outcome<Prediction>> PredictAsync(ReadOnlySpan<RunInput> inputs, PredictionOptions? options = null, CancellationToken cancel = default) =>
        Predict(inputs.ToArray(), options ?? PredictionOptions.Default, hasBudget: false, cancel);

    /// <inheritdoc/>
    Task<Outcome<Prediction>> IBudgetedPredictor.PredictAsync(RunInput[] inputs, PredictionOptions options, CancellationToken cancel) =>
        Predict(inputs, options, hasBudget: true, cancel);

    /// <summary>The predictor at this moment, or at its end where it has ended; a failure for one that was opened by somebody else.</summary>
    public async Task<Outcome<PredictorSnapshot>> SnapshotAsync()
    {
        if (_life is null)
        {
            return new Failure(ErrorKind.NotFound, $"{Actor.Path} was opened by somebody else, who alone has its snapshots; a frontend or node of this process gives its own when it is asked for DescribeFrontend.Instance or DescribeNode.Instance.");
        }

        var answer = new TaskCompletionSource<PredictorSnapshot>(TaskCreationOptions.RunContinuationsAsynchronously);
        if (!_life.Stopped.IsCompleted) Actor.Tell(new TakeSnapshot(answer), ActorRefs.NoSender);
        await Task.WhenAny(answer.Task, _life.Stopped).ConfigureAwait(false);
        var snapshot = answer.Task.IsCompletedSuccessfully ? await answer.Task.ConfigureAwait(false) : (await _life.Stopped.ConfigureAwait(false))();
        return snapshot with { Failed = _asker.Unsent.AddTo(snapshot.Failed) };
    }

    /// <summary>
    /// Shuts down in good order: takes no more requests and finishes those it has. One that was opened here then ends every lane and disposes every session; of one that was opened by somebody else
    /// the actor goes on.
    /// </summary>
    /// <param name="cancel">Ends the patience: what has not ended is cancelled, as <see cref="DisposeAsync"/> does.</param>
    public async Task ShutdownAsync(CancellationToken cancel = default)
    {
        _asker.Close(ShutDown);
        if (_life is not null) Actor.Tell(new ClosePredictor(Drains: true), ActorRefs.NoSender);
        try
        {
            await (_life?.Closed ?? _asker.Ended).WaitAsync(cancel).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // Not an error: the caller said how long to be patient.
        }

        await DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>
    /// Ends at once: requests that wait or run end as cancelled. One that was opened here tells runs to terminate, ends lanes and disposes sessions, and waits for runs to return with the patience of
    /// <see cref="SupervisionOptions.ShutdownPatience"/>; a lane that hangs keeps its actors until it does return. Again: waits for the same end.
    /// </summary>
    public ValueTask DisposeAsync()
    {
        lock (_lock) return new(_closing ??= CloseAsync());
    }

    /// <summary>The same as <see cref="ShutdownAsync"/> with a limit, for who has only so much time.</summary>
    internal async Task ShutdownWithinAsync(TimeSpan limit)
    {
        using var patience = new CancellationTokenSource(limit, _clock.Time);
        await ShutdownAsync(patience.Token).ConfigureAwait(false);
    }

    private static Asker Begin(ActorSystem system, IActorRef target, Clock clock, TaskCompletionSource<Outcome<ModelDescription>>? described)
    {
        var asker = new Asker(target, clock);
        asker.Begin(system.ActorOf(Props.Create(() => new ReplyActor(asker, clock, described))));
        return asker;
    }

    private Task<Outcome<Prediction>> Predict(RunInput[] own, PredictionOptions options, bool hasBudget, CancellationToken cancel)
    {
        var taken = HandingOver.Take(own);
        if ((options.Check() ?? _layout.Check(own, out _) ?? HandingOver.WhyUnusable(own, taken, null)) is not { } failure) return _asker.Ask(own, options, hasBudget, cancel);
        HandingOver.GiveBack(own);
        return Refuse(failure with { Message = $"{Model}: {failure.Message}" });
    }

    private async Task CloseAsync()
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        _asker.Close(ShutDown);
        if (_life is not null)
        {
            Actor.Tell(new ClosePredictor(Drains: false), ActorRefs.NoSender);
            await _life.Closed.ConfigureAwait(false);
            OpenPredictors.Of(_system).Remove(this);
        }
        else _asker.LeaveAll(new(ErrorKind.Cancelled, $"the predictor of {Model} was disposed."));

        try
        {
            await _asker.Ended.WaitAsync(new SupervisionOptions().ShutdownPatience, _clock.Time).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // Somebody does not reply; inputs are lent until it does, or its machine is lost.
        }
    }

    private Task<Outcome<Prediction>> Refuse(Failure failure)
    {
        _asker.Unsent.Ended(failure);
        return Task.FromResult<Outcome<Prediction>>(failure);
    }
}
