using ActorInference;
using ActorInference.Imaging;
using ActorInference.OnnxRuntime;

// OnePicture MODEL.onnx PICTURE RESULT: one picture through a picture-to-picture model.
// An Outcome holds a value or says why there is none; Value gives the one or throws the other.
using var predictor = Predictor.Open(new OnnxRuntimeSessionFactory(), ModelSource.File(args[0]), new() { Goal = ThreadGoal.Latency }).Value;
var model = PictureModel.Of(predictor.Signature, new PictureSettings { Values = ValueMapping.ZeroToOne }).Value;

// Decoded, resized and laid out as the model wants it, in native memory that the run reads without a copy. The predictor disposes it.
var prepared = new PicturePreparer(model.Preparation).PrepareFile(args[1]).Value;
using var prediction = predictor.Predict(prepared.Tensor).Value;
using var picture = new PictureRestorer(model.Encoding).Restore(prediction.Tensor, 0, prepared.Placement).Value;
Console.WriteLine($"{args[2]}: {picture.Size}, {new PictureEncoder().Save(picture, args[2]).Value} bytes");
