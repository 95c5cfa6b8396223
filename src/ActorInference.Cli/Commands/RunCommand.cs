using System.CommandLine;
using ActorInference.Cli.Engines;
using ActorInference.Cli.Running;
using ActorInference.Cli.Terminal;
using ActorInference.Configuration;
using ActorInference.Imaging;
using ActorInference.Video;

namespace ActorInference.Cli.Commands;

/// <summary><c>run</c>: pictures and videos through a picture-to-picture model.</summary>
internal sealed class RunCommand
{
    private const int ManyPictures = 1000;

    private readonly PredictorArguments _predictor = new();
    private readonly StreamArguments _stream = new();
    private readonly PictureArguments _pictures = new();
    private readonly Argument<string[]> _inputs = new("input") { Description = "Pictures, videos, folders (with all pictures and videos below them), globs, addresses (rtsp://, http://), cameras (/dev/video0), or - for a video on standard input.", Arity = ArgumentArity.OneOrMore };
    private readonly Option<string> _output = new("--out", "-o") { Description = "The folder for results; made if it is not there; inputs keep their places below it. For one video also a file (.mp4, .mkv, .webm, .gif), pictures (frames/%08d.png), or - for raw RGB frames on standard output.", Required = true };
    private readonly Option<string?> _format = new("--format") { Description = "Write results as jpg, png or webp. Default: as the input, else png." };
    private readonly Option<int?> _quality = new("--quality") { Description = "1 to 100, for jpg and webp. Default: 90." };
    private readonly Option<int?> _crf = new("--crf") { Description = "Quality of videos as encoders count it, lower is better: 0 to 51 for H.264 (default 18), 0 to 63 for VP9 (default 28)." };
    private readonly Option<bool> _sourceSize = new("--source-size") { Description = "Bring results back to the size of their inputs." };
    private readonly Option<bool> _lenient = new("--lenient") { Description = "Take what is there of truncated pictures." };
    private readonly Option<long?> _pixelLimit = new("--pixel-limit") { Description = "Refuse larger pictures, in megapixels. Default: 100." };
    private readonly Option<string[]> _set = new("--set") { Description = "A value for a further input, as JSON: exposure=[0.5]. Repeatable.", DefaultValueFactory = _ => [] };

    private readonly Option<string> _engine = new("--engine") { Description = "What runs the stream: embedded, or akka, on Akka.NET's streams and actors.", DefaultValueFactory = _ => "embedded" };

    public static Command Create()
    {
        var run = new RunCommand();
        var command = new Command("run", "Takes pictures and videos through a picture-to-picture model.");
        run._predictor.AddTo(command);
        command.Add(run._inputs);
        command.Add(run._output);
        run._stream.AddTo(command);
        command.Add(run._engine);
        run._pictures.AddTo(command);
        foreach (var option in new Option[] { run._format, run._quality, run._crf, run._sourceSize, run._lenient, run._pixelLimit, run._set }) command.Add(option);
        command.SetAction((parsed, _) => Report.RunAsync(parsed, report => run.RunAsync(parsed, report)));
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, Report report)
    {
        var said = _pictures.Settings(parsed);
        var output = parsed.GetRequiredValue(_output);
        var inputs = Inputs(parsed, output);
        var modelPath = parsed.GetRequiredValue(_predictor.Model);
        var configuration = _predictor.Load(parsed, _stream.Settings(parsed));
        configuration.SayUnused(report);
        var settings = _stream.Settings(parsed, configuration);
        var (pictures, videos) = (Pictures(parsed, configuration), Videos(parsed, configuration));
        var tally = new RunTally(report.IsJson);
        inputs = inputs with { Videos = FinishedVideos.LeaveOut(report, settings, tally, inputs.Videos) };
        if (inputs is { Pictures.Count: 0, Videos.Count: 0 }) return StreamReport.EndWithout(report, tally, output);
        foreach (var folder in inputs.Folders(output))
        {
            if (OutputFolder.WhyNever(folder) is { } never) return report.Refuse(Unwritable(folder, never));
        }

        if (await VideoTargets.WhyNotAsync(inputs, settings, videos, parsed.GetValue(_crf), report.Interruption.Token) is { } refused) return report.Refuse(refused);
        using var engine = CommandEngine.Create(parsed.GetRequiredValue(_engine), report, configuration);
        var (open, model) = PicturePredictor.Open(report, engine, modelPath, settings.Predictor, said, report.Interruption.Token);
        using (open)
        {
            var constants = ConstantInputs.Read(parsed.GetRequiredValue(_set), open.Predictor.Signature);
            try
            {
                if (model.OtherInputs.FirstOrDefault(spec => constants.All(constant => constant.Name != spec.Name)) is { } missing)
                {
                    return report.Refuse(new(ErrorKind.InvalidInput, $"{modelPath}: the model also takes {missing}; give it a value: --set {ConstantInputs.Form(missing)}."));
                }

                // Found out before the model has worked for nothing.
                foreach (var folder in inputs.Folders(output))
                {
                    if (OutputFolder.WhyNotMade(folder) is not { } reason) continue;
                    return report.Refuse(Unwritable(folder, reason));
                }

                var stages = new PictureStages(open, model, constants, pictures.Decode, pictures.Restore);
                StreamReport.Begin(report, stages, settings);
                if (inputs.Pictures.Count > 0) await PictureRunner.RunAsync(report, stages, settings, pictures.Encode, inputs.Pictures, tally, output);
                var runner = new VideoRunner(report, stages, settings, tally, Shape(parsed, model, pictures.Restore, videos), videos);
                foreach (var video in inputs.Videos.TakeWhile(_ => !report.Interruption.Happened)) await runner.RunAsync(video);
                return StreamReport.End(report, tally, open.Snapshot(), output);
            }
            finally
            {
                foreach (var constant in constants) constant.Value.Dispose();
            }
        }
    }

    private RunInputs Inputs(ParseResult parsed, string output)
    {
        var format = parsed.GetValue(_format)?.ToLowerInvariant();
        if (format is not (null or "jpg" or "jpeg" or "png" or "webp")) throw Invalid($"--format must be jpg, png or webp, not '{format}'.");
        var found = RunInputs.Find(parsed.GetRequiredValue(_inputs), output, format).Value;

        // What finding thousands of names left behind goes back to the system now; no later collection would be as thorough.
        if (found.Pictures.Count > ManyPictures) GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        return found;
    }

    private IReadOnlyList<RunSetting> Shape(ParseResult parsed, PictureModel model, RestoreOptions restoring, VideoOptions videos) =>
        VideoSettings.Of(parsed.GetRequiredValue(_predictor.Model), model.Preparation, restoring, videos.Quality, parsed.GetValue(_stream.Every), parsed.GetRequiredValue(_set));

    private PictureOptions Pictures(ParseResult parsed, ActorInferenceConfiguration configuration)
    {
        var options = configuration.Get(PictureConfiguration.Section).Value;
        var megapixels = parsed.GetValue(_pixelLimit);
        if (megapixels is < 1 or > 10_000) throw Invalid($"--pixel-limit must be 1 to 10000 megapixels, not {megapixels}.");
        var encode = options.Encode with { Quality = parsed.GetValue(_quality) ?? options.Encode.Quality };
        if (encode.Check() is { } failure) throw Invalid($"--quality: {failure.Message}");
        return new()
        {
            Decode = options.Decode with { Lenient = Flag(parsed, _lenient) ?? options.Decode.Lenient, PixelLimit = megapixels * 1_000_000 ?? options.Decode.PixelLimit },
            Encode = encode,
            Restore = options.Restore with { SourceSize = Flag(parsed, _sourceSize) ?? options.Restore.SourceSize },
        };
    }

    private VideoOptions Videos(ParseResult parsed, ActorInferenceConfiguration configuration)
    {
        var options = configuration.Get(VideoConfiguration.Section).Value;
        return options with { Quality = parsed.GetValue(_crf) ?? options.Quality };
    }

    private static bool? Flag(ParseResult parsed, Option<bool> option) => parsed.GetResult(option) is { Implicit: false } ? parsed.GetValue(option) : null;

    private static Failure Unwritable(string folder, string reason) => new(ErrorKind.InvalidInput, $"--out {folder}: results cannot be written there: {reason}.");

    private static InferenceException Invalid(string message) => new(new(ErrorKind.InvalidInput, message));
}
