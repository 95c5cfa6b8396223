namespace ActorInference.Akka;

/// <summary>
/// Inputs that are lent with a message are the sender's: what runs them needs its own hold on the memory, for the sender may have its answer, and give them back, while a run still reads them.
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
