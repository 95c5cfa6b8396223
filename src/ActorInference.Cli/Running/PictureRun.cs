using ActorInference.Cli.Terminal;
using ActorInference.Imaging;

namespace ActorInference.Cli.Running;

/// <summary>
/// Takes pictures through a model: decode and prepare, run, restore and encode. Each file is worked on by one thread from end to end, at most
/// one file for each lane at a time; a failure is that file's alone.
/// </summary>
internal sealed class PictureRun
{
    private readonly ISession _session;
    private readonly PictureModel _model;
    private readonly PictureDecoder _decoder;
    private readonly PicturePreparer _preparer;
    private readonly PictureRestorer _restorer;
    private readonly PictureEncoder _encoder;
    private readonly RunInput[] _constants;

    public PictureRun(ISession session, PictureModel model, RunInput[] constants, PictureDecodeOptions decoding, PictureEncodeOptions encoding, bool toSourceSize)
    {
        _session = session;
        _model = model;
        _constants = constants;
        _decoder = new PictureDecoder(decoding);
        _preparer = new PicturePreparer(model.Preparation, _decoder);
        _restorer = new PictureRestorer(model.Encoding, new RestoreOptions { SourceSize = toSourceSize });
        _encoder = new PictureEncoder(encoding);
    }

    /// <summary>How many files are worked on at a time: one for each core, or a single one where the session allows one run at a time.</summary>
    public int Lanes => _session.AllowsConcurrentRuns ? Environment.ProcessorCount : 1;

    /// <summary>Works on all files, on as many threads as there are <see cref="Lanes"/>, and tells of each as it ends. Returns early when cancelled.</summary>
    public async Task RunAsync(IReadOnlyList<(InputFile Input, string Output)> files, Action<RunResult> ended, CancellationToken cancel)
    {
        var options = new ParallelOptions { MaxDegreeOfParallelism = Lanes, CancellationToken = cancel };
        await Parallel.ForEachAsync(files, options, (file, token) =>
        {
            ended(new RunResult(file.Input.Path, file.Output, RunOne(file.Input, file.Output, token)));
            return ValueTask.CompletedTask;
        });
    }

    private Failure? RunOne(InputFile input, string output, CancellationToken cancel)
    {
        if (!_preparer.PrepareFile(input.Path).TryGet(out var prepared, out var failure)) return failure;
        using (prepared)
        {
            if (!Predict(prepared.Tensor, input.Path, cancel).TryGet(out var predicted, out failure)) return failure;
            using (predicted)
            {
                return Write(predicted, prepared.Placement, input, output);
            }
        }
    }

    private Outcome<Tensor> Predict(Tensor tensor, string name, CancellationToken cancel)
    {
        RunInput[] inputs = [new(_model.Input.Name, tensor), .. _constants];
        RunOutput[] outputs = [new(_model.Output.Name)];
        if (_session.Run(inputs, outputs, cancel) is not { } failure) return (Tensor)outputs[0].Value!;
        return failure with { Message = $"{name}: {failure.Message}{Hint(failure)}" };
    }

    // The commonest reason why a model takes some sizes and not others.
    private string Hint(Failure failure) =>
        failure.Kind == ErrorKind.SessionFailed && _model.Preparation is { Fit: PictureFit.None, Multiple: 1 }
            ? " If the model wants sizes that are multiples of 8, 16 or 32, say so: --multiple 16."
            : "";

    private Failure? Write(Tensor predicted, PicturePlacement placement, InputFile input, string output)
    {
        // Y alone gives brightness: the colours come from the picture itself.
        Picture? source = null;
        if (_model.Preparation.Colors == ColorOrder.Y && !_decoder.DecodeFile(input.Path).TryGet(out source, out var failure)) return failure;
        using (source)
        {
            if (!_restorer.Restore(predicted, 0, placement, input.Path, source).TryGet(out var picture, out failure)) return failure;
            using (picture)
            {
                // Below the folder that was asked for: inputs keep their places.
                var folder = Path.GetDirectoryName(Path.GetFullPath(output))!;
                if (OutputFolder.WhyNotMade(folder) is { } reason) return new(ErrorKind.InvalidInput, $"{output} cannot be written: {reason}.");
                return _encoder.Save(picture, output).Failure;
            }
        }
    }
}
