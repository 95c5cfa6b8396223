namespace ActorInference.Predicting;

/// <summary>Threads of our own, which the system may refuse: a container has a limit of them.</summary>
internal static class OwnThread
{
    /// <summary>Starts a thread; else says why there is none, and then nothing has run. It knows nothing of what the caller has on its mind, such as the current activity, which will be over long before.</summary>
    public static Failure? Start(Action loop, string name)
    {
        try
        {
            new Thread(() => loop()) { IsBackground = true, Name = name }.UnsafeStart();
            return null;
        }
        catch (Exception refusal) when (refusal is OutOfMemoryException or ThreadStartException)
        {
            return new(ErrorKind.OutOfMemory, $"the system gives no thread for {name}; allow this process more threads or memory, or use fewer lanes.");
        }
    }

    /// <summary>
    /// Completes a task whose continuations run on the thread pool. At the limit of threads the pool throws that it cannot grow, when it has taken them in: they run later.
    /// </summary>
    public static void Tell(this TaskCompletionSource source)
    {
        try
        {
            source.TrySetResult();
        }
        catch (OutOfMemoryException)
        {
            // Told, and heard when there is a thread again.
        }
    }
}
