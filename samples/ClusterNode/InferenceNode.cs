using System.Runtime.InteropServices;
using ActorInference;
using ActorInference.Akka;
using ActorInference.OnnxRuntime;
using AkkaCluster = Akka.Cluster.Cluster;

namespace PictureCluster;

/// <summary>The role <c>node</c>: serves the model to the frontends of the cluster, with one lane on the processor, until it is told to leave.</summary>
internal static class InferenceNode
{
    public static async Task<int> RunAsync(CommandLine said)
    {
        var told = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var ctrlC = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal =>
        {
            signal.Cancel = true;
            if (!said.IsChild) told.TrySetResult(); // a terminal sends Ctrl-C to children too; their parent says when they leave
        });
        using var termination = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal =>
        {
            signal.Cancel = true;
            told.TrySetResult();
        });
        if (said.IsChild) Orders.Obey(() => told.TrySetResult());

        if (!Predictor.Open(new OnnxRuntimeSessionFactory(), ModelSource.File(Member.ModelFile), new() { Lanes = 1, ThreadsPerLane = 1 }).TryGet(out var predictor, out var failure)) return Fail(failure, ExitCode.SomeFailed);
        await using var model = predictor;
        if (told.Task.IsCompleted) return ExitCode.Done;
        if (!Member.Join(said).TryGet(out var system, out failure)) return Fail(failure, ExitCode.Usage);
        ClusterNode.Start(system, Member.Model, predictor);
        AkkaCluster.Get(system).RegisterOnMemberUp(() => Console.WriteLine($"{Orders.Joined}{Member.AddressOf(system)}"));

        await Task.WhenAny(told.Task, system.WhenTerminated);
        var wasTold = told.Task.IsCompleted;
        await Member.LeaveAsync(system);
        Console.WriteLine($"{Orders.Ran}{predictor.Snapshot().Succeeded}");
        return wasTold ? ExitCode.Done : Fail(new(ErrorKind.NotReady, "the cluster has given this node up: it could not be reached."), ExitCode.SomeFailed);
    }

    private static int Fail(Failure failure, int exitCode)
    {
        Console.Error.WriteLine($"error: {failure.Message}");
        return exitCode;
    }
}
