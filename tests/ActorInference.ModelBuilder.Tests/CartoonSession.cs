using ActorInference.ModelBuilder.Cartoon;
using ActorInference.OnnxRuntime;

namespace ActorInference.ModelBuilder.Tests;

/// <summary>The model, opened once for all tests.</summary>
public sealed class CartoonSession : IDisposable
{
    private readonly ISession _session = new OnnxRuntimeSessionFactory().Open(ModelSource.Memory(CartoonModel.Build(), "cartoon"), new SessionOptions()).Value;

    public ModelSignature Signature => _session.Signature;

    /// <summary>Pixels [count,3,height,width] in, the same out.</summary>
    public float[] Run(float[] pixels, int count, int height, int width)
    {
        using var picture = Tensor.From(pixels, new TensorShape(count, 3, height, width));
        RunOutput[] outputs = [new("cartoon")];
        Assert.Null(_session.Run([new RunInput("picture", picture)], outputs));
        using var cartoon = Assert.IsType<Tensor>(outputs[0].Value);
        Assert.Equal(picture.Shape, cartoon.Shape);
        return cartoon.Span<float>().ToArray();
    }

    public void Dispose() => _session.Dispose();
}
