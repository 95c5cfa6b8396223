using ActorInference;
using ActorInference.Akka;
using Akka.Actor;
using Failure = ActorInference.Failure;

namespace PictureCluster;

/// <summary>The role <c>run</c>: the frontend of a cluster, and the pictures of a folder through it.</summary>
internal sealed class PictureRun(PictureFolders folders, ActorSystem system, OwnNodes nodes, Interruption interruption)
{
    private const int Nodes = 2;

    // Nodes that are there answer within a second; this is for a cluster that is just being started.
    private static readonly TimeSpan PatienceForNodes = TimeSpan.FromMinutes(1);

    private int _written;
    private int _failed;
    private TimeSpan _elapsed;

    /// <summary>Joins or begins the cluster, runs the pictures, and leaves: the exit code.</summary>
    public static async Task<int> RunAsync(CommandLine said)
    {
        if (!PictureFolders.Open(said.In, said.Out).TryGet(out var folders, out var wrong) || !Member.Join(said).TryGet(out var system, out wrong))
        {
            Console.Error.WriteLine(wrong.Message);
            return ExitCode.Usage;
        }

        using var interruption = new Interruption();
        var address = Member.AddressOf(system);
        Console.WriteLine($"frontend {address}");
        await using var nodes = said.Seed is null ? OwnNodes.Start(Nodes, address) : OwnNodes.None;
        var run = new PictureRun(folders, system, nodes, interruption);
        var failure = await run.TryAsync();
        if (failure is not null) Console.Error.WriteLine($"error: {failure.Message}");
        await nodes.LeaveAsync();
        await Member.LeaveAsync(system);
        return run.Report();
    }

    /// <summary>Runs the pictures. Null when each has been written or has failed, or the run was interrupted; else why it ended before.</summary>
    private async Task<Failure?> TryAsync()
    {
        _ = nodes.Ended.ContinueWith(_ => interruption.Abort("all inference nodes have ended."), TaskScheduler.Default);
        var frontend = ClusterFrontend.Start(system, Member.Model);
        try
        {
            await nodes.JoinAsync(interruption.Token);
            if (!(await ConnectAsync(frontend)).TryGet(out var predictor, out var failure)) return failure;
            await using (predictor)
            {
                if (!PicturePipeline.Describe(predictor).TryGet(out var pipeline, out failure)) return failure;
                await StreamAsync(pipeline);
            }
        }
        catch (OperationCanceledException)
        {
            // It was to end before it began.
        }
        catch (InferenceException ended)
        {
            return ended.Failure; // the cluster has given this process up, and the actor system has ended
        }

        return Ended();
    }

    private async Task<Outcome<AkkaPredictor>> ConnectAsync(IActorRef frontend)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(interruption.Token);
        patience.CancelAfter(PatienceForNodes);
        var connected = await AkkaPredictor.ConnectAsync(system, frontend, cancel: patience.Token);
        if (connected.Succeeded) return connected;
        interruption.Token.ThrowIfCancellationRequested();
        return new Failure(ErrorKind.NotReady, $"no inference node of the cluster serves {Member.Model}; one was waited for {PatienceForNodes.TotalSeconds} s.");
    }

    private async Task StreamAsync(Pipeline<string, byte[]> pipeline)
    {
        var run = pipeline.RunAsync(folders.Pictures, interruption.KillSwitch, new AkkaEngine(system));
        await foreach (var outcome in run)
        {
            var picture = folders.Pictures[(int)outcome.Item];
            var failure = outcome.TryGet(out var bytes, out var wrong) ? folders.Write(picture, bytes) : wrong;
            if (failure is null) _written++;
            else if (failure.Kind != ErrorKind.Cancelled) Fail(picture, failure);
        }

        _elapsed = run.Progress.Elapsed;
    }

    private void Fail(string picture, Failure failure)
    {
        _failed++;
        Console.Error.WriteLine($"error: {(failure.Message.StartsWith(picture, StringComparison.Ordinal) ? "" : $"{picture}: ")}{failure.Message}");
    }

    private Failure? Ended() => interruption.Happened ? null : interruption.KillSwitch.Aborted;

    private int Report()
    {
        var total = folders.Pictures.Count;
        var failed = _failed > 0 ? $", {_failed} failed" : "";
        Console.WriteLine($"{_written} of {total} pictures written to {folders.Results}{failed}; {_elapsed.TotalSeconds:0.0} s{nodes}");
        if (interruption.Happened) return ExitCode.Interrupted;
        return _written == total ? ExitCode.Done : ExitCode.SomeFailed;
    }
}
