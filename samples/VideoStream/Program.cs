using ActorInference;
using ActorInference.OnnxRuntime;
using VideoStream;

// VideoStream [SOURCE] [--size=480] [--urls=ADDRESS]: a camera, an address or a file through the model, live in a browser. Without a source, FFmpeg's test picture.
if (args.Contains("--help"))
{
    Console.WriteLine(LiveArguments.Usage);
    return 0;
}

var (arguments, mistake) = LiveArguments.Parse(args);
if (arguments is null) return Refuse(mistake);

// What lies beside the program is found from wherever it is started.
var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = arguments.Settings, ContentRootPath = AppContext.BaseDirectory });

(var size, mistake) = LiveArguments.SizeOf(builder.Configuration);
if (mistake is not null) return Refuse(mistake);

var model = Path.Combine(builder.Environment.ContentRootPath, "models", "cartoon.onnx");

builder.Services.AddActorInference()
    .UseOnnxRuntime()
    .AddPredictor("cartoon", ModelSource.File(model), new() { WarmUp = new() { Shapes = [new Dictionary<string, TensorShape> { ["picture"] = [1, 3, size * 9 / 16, size] }] } })
    .AddPipeline("live", (services, options) => LivePipeline.Describe(services.GetRequiredKeyedService<Predictor>("cartoon"), size, options));
builder.Logging.AddFilter(HostRun.HostCategory, LogLevel.Critical);
builder.Services.AddSingleton(TimeProvider.System);
builder.Services.AddSingleton(services => new LiveSource(arguments.Source, size, services.GetRequiredService<TimeProvider>(), services.GetRequiredService<ILogger<LiveSource>>()));
builder.Services.AddSingleton<LiveView>();
builder.Services.AddSingleton<Viewers>();
builder.Services.AddSingleton<LiveStatistics>();
builder.Services.AddHostedService<LiveService>();

return await HostRun.RunAsync(builder.Build(), app =>
{
    app.MapGet("/", () => TypedResults.PhysicalFile(Path.Combine(app.Environment.ContentRootPath, "index.html"), "text/html; charset=utf-8"));
    app.MapLiveView();
});

// Nothing has been begun.
static int Refuse(string? mistake)
{
    Console.Error.WriteLine(mistake);
    Console.Error.WriteLine(LiveArguments.Usage);
    return 2;
}
