namespace ActorInference.TestKit;

/// <summary>
/// Runs what blocks on a thread of its own. On the pool's threads a test with several of them would wait for the pool to grow, half a second each.
/// </summary>
public static class OwnThread
{
    public static Task Run(Action action) =>
        Task.Factory.StartNew(action, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    public static Task<T> Run<T>(Func<T> function) =>
        Task.Factory.StartNew(function, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
}
