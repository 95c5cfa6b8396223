using ActorInference;
using ActorInference.Imaging;
using ActorInference.OnnxRuntime;

// A folder: dotnet run MODEL.onnx FOLDER RESULTS
await using var predictor = Predictor.Open(new OnnxRuntimeSessionFactory(), ModelSource.File(args[0])).Value;
var settings = ModelManifest.Find(args[0]).Value?.Picture is { } section ? PictureSection.Read(section).Value : new PictureSettings();
var model = PictureModel.Of(predictor.Signature, settings).Value;
var (preparer, restorer, encoder) = (new PicturePreparer(model.Preparation), new PictureRestorer(model.Encoding), new PictureEncoder());

var pipeline = Pipeline.Of<string>()
    .Preprocess(preparer.PrepareFile)
    .Predict(predictor, prepared => prepared.Tensor)
    .Postprocess(predicted =>
    {
        using (predicted) return restorer.Restore(predicted.Tensor, 0, predicted.Item.Placement);
    });

var files = Directory.GetFiles(args[1]);
Directory.CreateDirectory(args[2]);
await foreach (var outcome in pipeline.RunAsync(files))
{
    var file = files[outcome.Item];
    if (!outcome.TryGet(out var picture, out var failure)) Console.WriteLine($"{file}: {failure.Message}");
    else using (picture) Console.WriteLine($"{file}: {encoder.Save(picture, Path.Combine(args[2], Path.GetFileName(file))).Failure?.Message ?? "done"}");
}
