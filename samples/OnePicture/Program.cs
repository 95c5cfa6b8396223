using ActorInference;
using ActorInference.Imaging;
using ActorInference.OnnxRuntime;

// OnePicture MODEL.onnx PICTURE RESULT: one picture through a picture-to-picture model.
// An Outcome holds a value or says why there is none; Value gives the one or throws the other.
using var session = new OnnxRuntimeSessionFactory().Open(ModelSource.File(args[0]), new SessionOptions()).Value;
var model = PictureModel.Of(session.Signature, new PictureSettings { Values = ValueMapping.ZeroToOne }).Value;

// Decoded, resized and laid out as the model wants it, in native memory that Run reads without a copy.
using var prepared = new PicturePreparer(model.Preparation).PrepareFile(args[1]).Value;
RunOutput[] outputs = [new(model.Output.Name)];
if (session.Run([new(model.Input.Name, prepared.Tensor)], outputs) is { } failure) throw failure.ToException();

using var result = (Tensor)outputs[0].Value!;
using var picture = new PictureRestorer(model.Encoding).Restore(result, 0, prepared.Placement).Value;
Console.WriteLine($"{args[2]}: {picture.Size}, {new PictureEncoder().Save(picture, args[2]).Value} bytes");
