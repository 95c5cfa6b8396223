using ActorInference;
using ActorInference.Imaging;
using ActorInference.OnnxRuntime;

// PictureStream MODEL.onnx FOLDER RESULTS: all pictures of a folder as a stream. Ctrl-C finishes what is in flight.
await using var predictor = Predictor.Open(new OnnxRuntimeSessionFactory(), ModelSource.File(args[0])).Value;
var model = PictureModel.Of(predictor.Signature, new PictureSettings { Values = ValueMapping.ZeroToOne }).Value;
var (preparer, restorer, encoder) = (new PicturePreparer(model.Preparation), new PictureRestorer(model.Encoding), new PictureEncoder());
var files = Directory.GetFiles(args[1], "*.jpg");
Directory.CreateDirectory(args[2]);

var pipeline = Pipeline.Of<string>()
    .Preprocess(preparer.PrepareFile)
    .Predict(predictor, prepared => prepared.Tensor)
    .Postprocess(predicted =>
    {
        using (predicted) return restorer.Restore(predicted.Tensor, 0, predicted.Item.Placement);
    });

var killSwitch = new KillSwitch();
Console.CancelKeyPress += (_, interruption) =>
{
    interruption.Cancel = true;
    killSwitch.Shutdown();
};

var run = pipeline.RunAsync(files, killSwitch);
await foreach (var outcome in run)
{
    var file = files[outcome.Item];
    if (!outcome.TryGet(out var picture, out var failure)) Console.WriteLine($"{file}: {failure.Message}");
    else using (picture) Console.WriteLine($"{file}: {encoder.Save(picture, Path.Combine(args[2], Path.GetFileName(file))).Failure?.Message ?? "done"}");
}

Console.WriteLine($"{run.Progress}; at most {run.Progress.MaxItemsInFlight} in flight");
