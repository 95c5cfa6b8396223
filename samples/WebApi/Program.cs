using ActorInference;
using ActorInference.OnnxRuntime;
using Microsoft.AspNetCore.Http.Features;
using WebApi;

// WebApi [--urls=ADDRESS]: pictures come by HTTP and go back restyled, one by one, many at once, or as they are done.
// What lies beside the program is found from wherever it is started.
var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });

// A name that is misspelt, or a number that makes no sense, is told here and not by the first picture.
if (RestylingOptions.Mistakes(builder.Configuration) is { Count: > 0 } mistakes)
{
    foreach (var mistake in mistakes) Console.Error.WriteLine(mistake);
    return 2;
}

var options = builder.Configuration.GetSection(RestylingOptions.Section).Get<RestylingOptions>() ?? new();

// Room for one picture in each lane at least. With one to warm up with, ready means that the first request does not take longer than the others.
var predictor = new PredictorOptions
{
    Admission = new() { MaxItems = Math.Max(options.MaxInFlight, Environment.ProcessorCount) },
    WarmUp = new() { Shapes = [new Dictionary<string, TensorShape> { ["picture"] = [1, 3, 768, 1024] }] },
};
builder.Services.AddActorInference()
    .UseOnnxRuntime()
    .AddPredictor("cartoon", ModelSource.File(Path.Combine(builder.Environment.ContentRootPath, options.Model)), predictor)
    .AddPipeline("restyling", (services, settings) => services.GetRequiredService<Restyler>().Describe(settings));
builder.Services.AddSingleton(services => new Restyler(services.GetRequiredKeyedService<Predictor>("cartoon"), options));

builder.Logging.AddFilter(HostRun.HostCategory, LogLevel.Critical);
builder.Services.AddSingleton(options);
builder.Services.AddProblemDetails(problems => problems.CustomizeProblemDetails = Problems.Complete);
builder.Services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true); // so that what is wrong with a form is known and can be told
builder.Services.AddOpenApi();
builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = options.MaxBodyBytes);
builder.Services.Configure<FormOptions>(form => form.MultipartBodyLengthLimit = options.MaxBodyBytes);

var app = builder.Build();

// A body that is too large is the client's mistake: its own status, and no error in the log.
app.UseExceptionHandler(new ExceptionHandlerOptions
{
    StatusCodeSelector = problem => problem is BadHttpRequestException bad ? bad.StatusCode : StatusCodes.Status500InternalServerError,
    SuppressDiagnosticsCallback = problem => problem.Exception is BadHttpRequestException,
});
app.UseStatusCodePages();
return await HostRun.RunAsync(app, _ =>
{
    app.MapOpenApi();
    app.MapRestyling();
    app.MapStatistics();
    app.MapHealthChecks("/health/live", HealthJson.Of(ActorInferenceHealth.LiveTag));
    app.MapHealthChecks("/health/ready", HealthJson.Of(ActorInferenceHealth.ReadyTag));
});
