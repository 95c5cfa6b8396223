using ActorInference;
using ActorInference.Imaging;
using ActorInference.OnnxRuntime;

// One picture: dotnet run MODEL.onnx PICTURE RESULT
using var predictor = Predictor.Open(new OnnxRuntimeSessionFactory(), ModelSource.File(args[0]), new() { Goal = ThreadGoal.Latency }).Value;

// The manifest beside the model says what its numbers mean. Without one, say it here: new PictureSettings { Values = ValueMapping.ZeroToOne }.
var settings = ModelManifest.Find(args[0]).Value?.Picture is { } section ? PictureSection.Read(section).Value : new PictureSettings();
var model = PictureModel.Of(predictor.Signature, settings).Value;

var prepared = new PicturePreparer(model.Preparation).PrepareFile(args[1]).Value;
using var prediction = predictor.Predict(prepared.Tensor).Value;
using var picture = new PictureRestorer(model.Encoding).Restore(prediction.Tensor, 0, prepared.Placement).Value;
Console.WriteLine($"{args[2]}: {picture.Size}, {new PictureEncoder().Save(picture, args[2]).Value} bytes");
