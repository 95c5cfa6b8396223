using System.Runtime.CompilerServices;
using ActorInference.Cli.Terminal;
using ActorInference.Imaging;

namespace ActorInference.Cli.Running;

/// <summary>
/// Takes pictures through a model: decode and prepare, predict, restore and encode. The lanes of the predictor do the second, whatever threads there are the rest;
/// how many files are under way is bounded. A failure is its file's alone.
/// </summary>
internal sealed class PictureRun
{
    private readonly PictureModel _model;
    private readonly PictureDecoder _decoder;
    private readonly PicturePreparer _preparer;
    private readonly PictureRestorer _restorer;
    private readonly PictureEncoder _encoder;
    private readonly RunInput[] _constants;
    private readonly FilesInFlight _inFlight;

    /// <param name="predictor">Predicts; stays the caller's.</param>
    /// <param name="model">The picture's way through the model.</param>
    /// <param name="constants">Tensors for the model's further inputs, the same for all pictures; stay the caller's.</param>
    /// <param name="batch">How many pictures may share a run.</param>
    /// <param name="decoding">How files are read.</param>
    /// <param name="encoding">How results are written.</param>
    /// <param name="toSourceSize">Whether results are brought back to the size of their pictures.</param>
    public PictureRun(Predictor predictor, PictureModel model, RunInput[] constants, int batch, PictureDecodeOptions decoding, PictureEncodeOptions encoding, bool toSourceSize)
    {
        Predictor = predictor;
        _model = model;
        _constants = constants;
        _decoder = new PictureDecoder(decoding);
        _preparer = new PicturePreparer(model.Preparation, _decoder);
        _restorer = new PictureRestorer(model.Encoding, new RestoreOptions { SourceSize = toSourceSize });
        _encoder = new PictureEncoder(encoding);
        _inFlight = new FilesInFlight(predictor.Snapshot().Pools.Sum(pool => pool.Plan.Lanes), predictor.WhyNoBatches is null ? batch : 1);
    }

    public Predictor Predictor { get; }

    /// <summary>Works on all files and tells of each as it ends. Returns early when cancelled.</summary>
    public async Task RunAsync(IReadOnlyList<(InputFile Input, string Output)> files, Action<RunResult> ended, CancellationToken cancel)
    {
        var options = new ParallelOptions { MaxDegreeOfParallelism = _inFlight.AtMost, CancellationToken = cancel };
        await Parallel.ForEachAsync(Admit(files, cancel), options, async (file, token) =>
        {
            using var place = file.Place;
            ended(new RunResult(file.Input.Path, file.Output, await RunOneAsync(file.Input, file.Output, place, token)));
        });
    }

    private async IAsyncEnumerable<(InputFile Input, string Output, FilesInFlight.Place Place)> Admit(
        IReadOnlyList<(InputFile Input, string Output)> files, [EnumeratorCancellation] CancellationToken cancel)
    {
        foreach (var (input, output) in files) yield return (input, output, await _inFlight.EnterAsync(cancel));
    }

    private async Task<Failure?> RunOneAsync(InputFile input, string output, FilesInFlight.Place place, CancellationToken cancel)
    {
        if (!_preparer.PrepareFile(input.Path).TryGet(out var prepared, out var failure)) return failure;
        place.Decoded(prepared.Tensor.ByteLength);

        // The predictor disposes what it is given: each request gets its own tensors over the constants' memory.
        var constants = _constants.Select(constant => constant with { Value = ((Tensor)constant.Value).Share() });
        var outcome = await Predictor.PredictAsync([new(_model.Input.Name, prepared.Tensor), .. constants], null, cancel);
        if (!outcome.TryGet(out var prediction, out failure)) return failure with { Message = $"{input.Path}: {failure.Message}{Hint(failure)}" };
        using (prediction) return Write((Tensor)prediction[_model.Output.Name]!, prepared.Placement, input, output);
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
