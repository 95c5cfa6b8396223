using System.Collections.Concurrent;
using Google.Protobuf;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace ActorInference.Telemetry.Tests.Export;

/// <summary>A collector that takes OTLP over HTTP in protobuf, on a port of this machine that was free.</summary>
internal sealed class Collector : IAsyncDisposable
{
    private readonly WebApplication _app;

    private Collector(WebApplication app)
    {
        _app = app;
        app.MapPost("/v1/metrics", request => ReadAsync(request, message => Metrics.Enqueue([.. ExportedMetric.Read(message)])));
        app.MapPost("/v1/traces", request => ReadAsync(request, message => Array.ForEach([.. ExportedSpan.Read(message)], Spans.Enqueue)));
    }

    public Uri Address => new(_app.Urls.Single());

    /// <summary>The numbers of each export, as they stood.</summary>
    public ConcurrentQueue<ExportedMetric[]> Metrics { get; } = new();

    public ConcurrentQueue<ExportedSpan> Spans { get; } = new();

    public static async Task<Collector> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var collector = new Collector(builder.Build());
        await collector._app.StartAsync();
        return collector;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static async Task ReadAsync(HttpContext context, Action<WireMessage> read)
    {
        Assert.Equal("application/x-protobuf", context.Request.ContentType);
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        read(new(ByteString.CopyFrom(body.ToArray())));
    }
}
