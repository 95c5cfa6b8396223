using ActorInference;
using ActorInference.Configuration;
using ActorInference.Imaging;
using ActorInference.OnnxRuntime;
using HostService;
using Microsoft.Extensions.Options;
using Serilog;
using Serilog.Extensions.Logging;

// HostService [--config=FILE] [--restyling:folder=FOLDER] [--urls=ADDRESS]: restyles the pictures that come into a folder, for as long as it runs.
var builder = WebApplication.CreateBuilder(args);
var sources = new ConfigurationSources
{
    File = builder.Configuration["config"] ?? Path.Combine(AppContext.BaseDirectory, "host-service.conf"),
    Sections = [PictureConfiguration.Section],
    OtherSections = [RestylingOptions.Section, "urls", "shutdownTimeoutSeconds"],
    Settings = RestylingOptions.Over(builder.Configuration, args),
};
if (!ActorInferenceConfiguration.TryLoad(sources, out var configuration, out var errors)) return Refuse(errors);
var restyling = RestylingOptions.Read(configuration.Root, out errors);
if (errors.Count > 0) return Refuse(errors);

// The same file for everything else: Serilog, Kestrel's addresses. Command line over environment over file.
builder.Configuration.AddHocon(configuration.Root).AddEnvironmentVariables().AddCommandLine(args);
if (!ServiceLog.TryOpen(builder.Configuration, out var log, out var mistakes)) return Refuse(mistakes);
builder.Logging.ClearProviders().AddSerilog(log, dispose: true).AddFilter<SerilogLoggerProvider>(HostRun.HostCategory, LogLevel.Critical);
builder.Services.AddSystemd(); // tells systemd when the service is ready; does nothing elsewhere

builder.Services.AddSingleton(Options.Create(restyling));
builder.Services.AddSingleton(configuration.Get(PictureConfiguration.Section).Value);
builder.Services.AddSingleton(TimeProvider.System);
builder.Services.AddSingleton<PictureFolders>();
builder.Services.AddSingleton<IncomingPictures>();
builder.Services.AddActorInference(configuration.Options)
    .UseOnnxRuntime()
    .AddPipeline("restyling", RestylingPipeline.Describe);
builder.Services.AddHostedService<RestylingService>();

return await HostRun.RunAsync(builder.Build(), app =>
{
    app.MapHealthChecks("/health/live", HealthJson.Of(ActorInferenceHealth.LiveTag));
    app.MapHealthChecks("/health/ready", HealthJson.Of(ActorInferenceHealth.ReadyTag));
});

// Nothing has been begun.
static int Refuse<T>(IReadOnlyList<T> mistakes)
{
    foreach (var mistake in mistakes) Console.Error.WriteLine(mistake);
    return 2;
}
