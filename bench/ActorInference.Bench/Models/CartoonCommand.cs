using ActorInference.OnnxRuntime;

namespace ActorInference.Bench.Models;

/// <summary>
/// One <c>Run</c> of our model cartoon against one of a learned style model (float32 [1,H,W,3], such as AnimeGANv3_tiny_Cute), both on
/// 512x384 random pixels, one thread, outputs included, preparation not.
/// </summary>
internal static class CartoonCommand
{
    private const int Width = 512, Height = 384, Rounds = 40;

    public static int Run(string cartoonPath, string otherPath)
    {
        using var cartoon = new Loop(cartoonPath, new TensorShape(1, 3, Height, Width));
        using var other = new Loop(otherPath, new TensorShape(1, Height, Width, 3));
        new AlternatingRun()
            .Variant(Path.GetFileName(otherPath), other.Step)
            .Variant(Path.GetFileName(cartoonPath), cartoon.Step)
            .Print($"Run on {Width}x{Height}, cpu, 1 thread", Rounds);
        return 0;
    }

    private sealed class Loop : IDisposable
    {
        private readonly ISession _session;
        private readonly Tensor _picture;
        private readonly RunInput[] _inputs;
        private readonly string _output;

        public Loop(string path, TensorShape shape)
        {
            _session = new OnnxRuntimeSessionFactory().Open(ModelSource.File(path), new SessionOptions()).Value;
            _picture = Tensor.Allocate(ElementType.Float32, shape);
            var random = new Random(1);
            foreach (ref var value in _picture.Span<float>()) value = random.NextSingle();
            _inputs = [new RunInput(_session.Signature.Inputs[0].Name, _picture)];
            _output = _session.Signature.Outputs[0].Name;
        }

        public void Step()
        {
            RunOutput[] outputs = [new(_output)];
            if (_session.Run(_inputs, outputs) is { } failure) throw failure.ToException();
            outputs[0].Value?.Dispose();
        }

        public void Dispose()
        {
            _session.Dispose();
            _picture.Dispose();
        }
    }
}
