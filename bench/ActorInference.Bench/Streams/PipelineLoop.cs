using ActorInference.OnnxRuntime;

namespace ActorInference.Bench.Streams;

/// <summary>The pipeline, with its defaults or as asked.</summary>
internal sealed class PipelineLoop : IStreamLoop
{
    private readonly Predictor _predictor;
    private readonly Pipeline<string, long> _pipeline;

    public PipelineLoop(StreamCase model, string output, PipelineOptions options)
    {
        _predictor = Predictor.Open(new OnnxRuntimeSessionFactory(), model.Source).Value;
        _pipeline = Describe(_predictor, model, output, options);
    }

    /// <summary>The pipeline that is measured, on whatever predicts.</summary>
    public static Pipeline<string, long> Describe(IPredictor predictor, StreamCase model, string output, PipelineOptions options)
    {
        var work = new PictureWork(model, predictor.Signature, output);
        return Pipeline.Of<string>(options)
            .Preprocess(file => work.Prepare(file).TryGet(out var prepared, out var failure) ? (file, prepared) : (Outcome<(string File, Imaging.PreparedPicture Prepared)>)failure)
            .Predict(predictor, item => item.Prepared.Tensor)
            .Postprocess(predicted =>
            {
                using (predicted.Prediction) return work.Finish(predicted.Tensor, predicted.Item.Prepared.Placement, Path.GetFileNameWithoutExtension(predicted.Item.File));
            });
    }

    public async Task RunAsync(IReadOnlyList<string> files)
    {
        await foreach (var outcome in _pipeline.RunAsync(files)) _ = outcome.Value;
    }

    public void Dispose() => _predictor.Dispose();
}
