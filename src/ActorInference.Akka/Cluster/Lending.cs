namespace ActorInference.Akka.Cluster;

/// <summary>Second handles to values, over the same memory: what is lent can be handed over, and one result can go to several.</summary>
internal static class Lending
{
    /// <summary>Inputs that may be handed over, while these stay whose they are.</summary>
    /// <exception cref="ObjectDisposedException">Somebody has disposed what they lent; then nothing has been shared.</exception>
    public static RunInput[] Share(RunInput[] inputs)
    {
        var shared = new RunInput[inputs.Length];
        try
        {
            for (var i = 0; i < inputs.Length; i++) shared[i] = new(inputs[i].Name, Share(inputs[i].Value)!);
            return shared;
        }
        catch
        {
            foreach (var input in shared) input.Value?.Dispose();
            throw;
        }
    }

    /// <summary>The same prediction for another one who will dispose it.</summary>
    public static Prediction Share(Prediction prediction) =>
        new([.. prediction.Names], [.. Enumerable.Range(0, prediction.Names.Count).Select(i => Share(prediction[i]))], prediction.Timing, bytes: null);

    private static Value? Share(Value? value) => value switch
    {
        Tensor tensor => tensor.Share(),
        SequenceValue sequence => new SequenceValue([.. sequence.Items.Select(item => Share(item)!)]),
        MapValue map => new MapValue(map.Keys.Share(), map.Values.Share()),
        _ => null,
    };
}
