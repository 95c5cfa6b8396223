namespace ActorInference.Predicting;

/// <summary>
/// How inputs become the predictor's: each once. Who hands in a tensor a second time, be it in one request, in two of a batch or in two calls, would have it disposed under the
/// request that has it; that is refused, and the request that has it does not notice. The owner that a value is marked with is its request's array of inputs.
/// </summary>
internal static class HandingOver
{
    public const int All = -1;

    /// <summary>Takes what nobody has taken before: <see cref="All"/>, or all but some, of which it gives the place of the first.</summary>
    public static int Take(RunInput[] inputs)
    {
        var first = All;
        for (var i = 0; i < inputs.Length; i++)
        {
            if (inputs[i].Value is { } value && !value.TryHandOver(inputs) && first == All) first = i;
        }

        return first;
    }

    /// <summary>Disposes what <see cref="Take"/> has taken.</summary>
    public static void GiveBack(RunInput[] inputs)
    {
        foreach (var input in inputs) input.Value?.DisposeFor(inputs);
    }

    /// <summary>Disposes what comes to no request, unless another one has it.</summary>
    public static void GiveBack(Value? value)
    {
        RunInput[] inputs = [new("", value!)];
        Take(inputs);
        GiveBack(inputs);
    }

    /// <summary>Why inputs cannot be used that were handed in; null when they can.</summary>
    /// <param name="inputs">What was handed in.</param>
    /// <param name="taken">What <see cref="Take"/> has given.</param>
    /// <param name="batch">All that came with the same call; null for a single request.</param>
    public static Failure? WhyUnusable(RunInput[] inputs, int taken, RunInput[][]? batch)
    {
        foreach (var input in inputs)
        {
            if (input.Value is Tensor { IsDisposed: true }) return Invalid($"input '{input.Name}' has been disposed; a tensor is handed over once.");
        }

        return taken == All ? null : Invalid($"{WhyTaken(inputs, taken, batch)}; a tensor is handed over once: for each further use hand in what Share() gives.");
    }

    private static string WhyTaken(RunInput[] inputs, int taken, RunInput[][]? batch)
    {
        var (name, value) = inputs[taken];
        var own = batch is null ? 0 : Array.IndexOf(batch, inputs);
        var which = own > 0 ? $"input '{name}' of request {own}" : $"input '{name}'";
        if (Same(inputs) is var other && other < taken) return $"{which} is the same tensor as input '{inputs[other].Name}'";
        for (var i = 0; i < own; i++)
        {
            if (Same(batch![i]) is var earlier and >= 0) return $"{which} is the same tensor as input '{batch[i][earlier].Name}' of request {i}";
        }

        return $"{which} has been handed over before";

        int Same(RunInput[] others) => Array.FindIndex(others, candidate => ReferenceEquals(candidate.Value, value));
    }

    private static Failure Invalid(string message) => new(ErrorKind.InvalidInput, message);
}
