using ActorInference;
using ActorInference.OnnxRuntime;
using VideoStream;

// VideoStream [SOURCE] [--size=480] [--urls=ADDRESS]: a camera, an address or a file through the model, live in a browser. Without a source, FFmpeg's test picture.
var named = args.FirstOrDefault(argument => !argument.StartsWith('-'));
var settings = args.Where(argument => argument.StartsWith('-')).ToArray();

// What lies beside the program is found from wherever it is started.
var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = settings, ContentRootPath = AppContext.BaseDirectory });

// An option and its value are one word: of two, the second would be taken for the source.
if (settings.Any(setting => !setting.Contains('=')) || !int.TryParse(builder.Configuration["size"] ?? "480", out var size) || size is < 64 or > 4096)
{
    Console.Error.WriteLine("VideoStream [SOURCE] [--size=480] [--urls=ADDRESS]; the size is the longer side that the model works at, 64 to 4096");
    return 2;
}

var model = Path.Combine(builder.Environment.ContentRootPath, "models", "cartoon.onnx");

builder.Services.AddActorInference()
    .UseOnnxRuntime()
    .AddPredictor("cartoon", ModelSource.File(model), new() { WarmUp = new() { Shapes = [new Dictionary<string, TensorShape> { ["picture"] = [1, 3, size * 9 / 16, size] }] } })
    .AddPipeline("live", (services, options) => LivePipeline.Describe(services.GetRequiredKeyedService<Predictor>("cartoon"), size, options));
builder.Logging.AddFilter(HostRun.HostCategory, LogLevel.Critical);
builder.Services.AddSingleton(TimeProvider.System);
builder.Services.AddSingleton(services => new LiveSource(named, size, services.GetRequiredService<TimeProvider>(), services.GetRequiredService<ILogger<LiveSource>>()));
builder.Services.AddSingleton<LiveView>();
builder.Services.AddSingleton<Viewers>();
builder.Services.AddSingleton<LiveStatistics>();
builder.Services.AddHostedService<LiveService>();

var app = builder.Build();
app.MapGet("/", () => TypedResults.PhysicalFile(Path.Combine(app.Environment.ContentRootPath, "index.html"), "text/html; charset=utf-8"));
app.MapLiveView();
return await HostRun.RunAsync(app);
