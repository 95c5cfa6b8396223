using ActorInference;
using ActorInference.Imaging;
using ActorInference.OnnxRuntime;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

// A service: dotnet run MODEL.onnx RESULTS; it takes names of pictures from standard input, and stops with it.
var builder = Host.CreateApplicationBuilder();
builder.Services.AddActorInference().UseOnnxRuntime().AddPredictor("cartoon", ModelSource.File(args[0]), new() { Goal = ThreadGoal.Latency });
builder.Services.AddHostedService(services => ActivatorUtilities.CreateInstance<Restyling>(services, args[1]));
builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical); // would log with its trace what is told in one line below
try
{
    await builder.Build().RunAsync();
    return Environment.ExitCode;
}
catch (InferenceException failed)
{
    Console.Error.WriteLine(failed.Message); // such as a model that is not there
    return 1;
}

internal sealed class Restyling(string results, [FromKeyedServices("cartoon")] Predictor predictor, IHostApplicationLifetime host) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var model = PictureModel.Of(predictor.Signature, new PictureSettings { Values = ValueMapping.ZeroToOne }).Value;
        var (preparer, restorer, encoder) = (new PicturePreparer(model.Preparation), new PictureRestorer(model.Encoding), new PictureEncoder());
        while (await Console.In.ReadLineAsync(stoppingToken) is { Length: > 0 } file)
        {
            Console.WriteLine($"{file}: {(await RestyleAsync(file))?.ToString() ?? "done"}");
        }

        host.StopApplication();

        async Task<Failure?> RestyleAsync(string file)
        {
            if (!preparer.PrepareFile(file).TryGet(out var prepared, out var failure)) return failure;
            if (!(await predictor.PredictAsync(prepared.Tensor, cancel: stoppingToken)).TryGet(out var prediction, out failure)) return failure;
            using (prediction)
            {
                if (!restorer.Restore(prediction.Tensor, 0, prepared.Placement).TryGet(out var picture, out failure)) return failure;
                using (picture) return encoder.Save(picture, Path.Combine(results, Path.GetFileName(file))).Failure;
            }
        }
    }
}
