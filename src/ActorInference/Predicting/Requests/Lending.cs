namespace ActorInference.Predicting;

/// <summary>
/// Holds of one's own on the memory of values that somebody else has too, and may give back first. Inputs that are lent with a message are the sender's, and those of a stream's item may be the item's: either may have its
/// answer, and end, while a run still reads them.
/// </summary>
internal static class Lending
{
    /// <summary>The same inputs over the same memory, whoever calls owns them; null when one of them has been disposed. One that is absent stays so: the model's signature refuses it, with its name.</summary>
    public static RunInput[]? Share(ReadOnlySpan<RunInput> inputs)
    {
        var shared = new RunInput[inputs.Length];
        try
        {
            for (var i = 0; i < inputs.Length; i++) shared[i] = new(inputs[i].Name, inputs[i].Value is { } value ? Share(value) : null!);
            return shared;
        }
        catch (ObjectDisposedException)
        {
            foreach (var input in shared) input.Value?.Dispose();
            return null;
        }
    }

    /// <summary>
    /// Takes inputs over that an item may own besides: the same inputs over the same memory, the caller's, while the given ones are disposed, as they are handed over once. A failure when one cannot be used.
    /// </summary>
    public static Outcome<RunInput[]> TakeOver(RunInput[]? inputs)
    {
        if (inputs is null) throw new InvalidOperationException("the inputs are null");
        var failure = HandingOver.WhyUnusable(inputs, HandingOver.Take(inputs), null);
        var own = failure is null ? Share(inputs) : null;
        HandingOver.GiveBack(inputs);
        return own is not null ? own : failure ?? new(ErrorKind.InvalidInput, "an input was disposed while it was handed over.");
    }

    /// <summary>The same prediction for another one who will dispose it.</summary>
    public static Prediction Share(Prediction prediction)
    {
        var values = new Value?[prediction.Names.Count];
        for (var i = 0; i < values.Length; i++) values[i] = prediction[i] is { } value ? Share(value) : null;
        return new([.. prediction.Names], values, prediction.Timing, bytes: null);
    }

    private static Value Share(Value value) => value switch
    {
        Tensor tensor => tensor.Share(),
        SequenceValue sequence => ShareAll(sequence.Items),
        MapValue map => Share(map),
        _ => throw new InvalidOperationException($"This is a bug: a value of type {value.GetType().Name} cannot be shared."),
    };

    private static SequenceValue ShareAll(IReadOnlyList<Value> items)
    {
        var shared = new List<Value>(items.Count);
        try
        {
            foreach (var item in items) shared.Add(Share(item));
            return new(shared);
        }
        catch
        {
            foreach (var item in shared) item.Dispose();
            throw;
        }
    }

    private static MapValue Share(MapValue map)
    {
        var keys = map.Keys.Share();
        try
        {
            return new(keys, map.Values.Share());
        }
        catch
        {
            keys.Dispose();
            throw;
        }
    }
}
