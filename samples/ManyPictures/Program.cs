using ActorInference;
using ActorInference.Imaging;
using ActorInference.OnnxRuntime;

// ManyPictures MODEL.onnx FOLDER RESULTS: all pictures of a folder, a lane for each core, at most eight pictures in memory.
await using var predictor = Predictor.Open(new OnnxRuntimeSessionFactory(), ModelSource.File(args[0])).Value;
var model = PictureModel.Of(predictor.Signature, new PictureSettings { Values = ValueMapping.ZeroToOne }).Value;
var (preparer, restorer, encoder) = (new PicturePreparer(model.Preparation), new PictureRestorer(model.Encoding), new PictureEncoder());
Directory.CreateDirectory(args[2]);

var files = Directory.EnumerateFiles(args[1], "*.*").Where(file => Path.GetExtension(file).ToLowerInvariant() is ".jpg" or ".png" or ".webp");
await Parallel.ForEachAsync(files, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (file, cancel) =>
{
    var failure = await ConvertAsync(file, Path.Combine(args[2], Path.GetFileNameWithoutExtension(file) + ".jpg"), cancel);
    Console.WriteLine($"{file}: {failure?.ToString() ?? "done"}");
});

var snapshot = predictor.Snapshot();
Console.WriteLine($"{snapshot.Succeeded} pictures in {snapshot.Batches} runs on {snapshot.Pools[0].Plan}, at most {snapshot.MaxItemsInFlight} in flight");

// One bad picture is one failure: the others never notice.
async Task<Failure?> ConvertAsync(string file, string result, CancellationToken cancel)
{
    if (!preparer.PrepareFile(file).TryGet(out var prepared, out var failure)) return failure;
    var outcome = await predictor.PredictAsync(prepared.Tensor, new() { Deadline = TimeSpan.FromMinutes(1) }, cancel);
    if (!outcome.TryGet(out var prediction, out failure)) return failure;
    using (prediction)
    {
        if (!restorer.Restore(prediction.Tensor, 0, prepared.Placement).TryGet(out var picture, out failure)) return failure;
        using (picture) return encoder.Save(picture, result).Failure;
    }
}
