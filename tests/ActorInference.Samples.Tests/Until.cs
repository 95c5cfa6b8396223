namespace ActorInference.Samples.Tests;

/// <summary>Waits for what another process does.</summary>
internal static class Until
{
    // It bounds a hang and measures nothing: a test that passes never waits this long.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    // How often it looks.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <summary>Waits until a condition holds; fails with <paramref name="what"/> when it does not come to hold.</summary>
    public static async Task Async(Func<Task<bool>> condition, Func<string> what)
    {
        using var giveUp = new CancellationTokenSource(Limit);
        while (!await condition())
        {
            if (giveUp.IsCancellationRequested) Assert.Fail($"A test waited in vain: {what()}");
            await Task.Delay(Pause, TimeProvider.System, CancellationToken.None);
        }
    }

    /// <summary>The same for a condition that is seen at once.</summary>
    public static Task Async(Func<bool> condition, Func<string> what) => Async(() => Task.FromResult(condition()), what);

    /// <summary>Waits for a task, no longer than a hang would take.</summary>
    public static Task<T> Async<T>(Task<T> task) => task.WaitAsync(Limit);
}
