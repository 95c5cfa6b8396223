namespace ActorInference.Bench.Soak;

/// <summary>Inputs of zeros.</summary>
internal static class Zeros
{
    /// <summary>Every input of a model that takes tensors of numbers, free dimensions being 1. The caller owns them.</summary>
    public static RunInput[] For(ModelSignature signature)
    {
        var inputs = new RunInput[signature.Inputs.Count];
        for (var i = 0; i < inputs.Length; i++)
        {
            var type = (TensorType)signature.Inputs[i].Type;
            var tensor = Tensor.Allocate(type.ElementType, [.. type.Shape!.Select(dimension => dimension.Size ?? 1)]);
            tensor.Bytes().Clear();
            inputs[i] = new(signature.Inputs[i].Name, tensor);
        }

        return inputs;
    }
}
