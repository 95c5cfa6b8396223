using ActorInference.Imaging;

namespace ActorInference.Bench.Streams;

/// <summary>What is done to each picture, the same for every variant: decode, resize and lay out; and, after the model, restore, encode and write.</summary>
internal sealed class PictureWork
{
    private readonly PicturePreparer _preparer;
    private readonly PictureRestorer _restorer;
    private readonly PictureEncoder _encoder = new();
    private readonly string _output;

    public PictureWork(StreamCase model, ModelSignature signature, string output)
    {
        var pictures = PictureModel.Of(signature, model.Settings).Value;
        (Input, Output) = (pictures.Input.Name, pictures.Output.Name);
        _preparer = new(pictures.Preparation);
        _restorer = new(pictures.Encoding);
        _output = output;
    }

    public string Input { get; }

    public string Output { get; }

    public Outcome<PreparedPicture> Prepare(string file) => _preparer.PrepareFile(file);

    /// <summary>Writes the result; the tensor stays the caller's.</summary>
    public Outcome<long> Finish(Tensor result, PicturePlacement placement, string name)
    {
        if (!_restorer.Restore(result, 0, placement, name).TryGet(out var picture, out var failure)) return failure;
        using (picture) return _encoder.Save(picture, Path.Combine(_output, name + ".jpg"));
    }

    /// <summary>One bare run; the prepared picture stays the caller's, the result is theirs.</summary>
    public Tensor Predict(ISession session, PreparedPicture prepared)
    {
        RunOutput[] outputs = [new(Output)];
        if (session.Run([new(Input, prepared.Tensor)], outputs) is { } failure) throw failure.ToException();
        return (Tensor)outputs[0].Value!;
    }

    /// <summary>All of it, for one file.</summary>
    public void Convert(ISession session, string file)
    {
        using var prepared = Prepare(file).Value;
        using var result = Predict(session, prepared);
        _ = Finish(result, prepared.Placement, Path.GetFileNameWithoutExtension(file)).Value;
    }
}
