using System.Text;

namespace VideoStream;

/// <summary>The two streams of pictures and that of numbers.</summary>
internal static class LiveEndpoints
{
    private static readonly byte[] Boundary = "\r\n--frame\r\n"u8.ToArray();

    public static void MapLiveView(this IEndpointRouteBuilder app)
    {
        app.MapGet("/original.mjpg", (HttpContext context, string? viewer, Viewers viewers, LiveView view, IHostApplicationLifetime lifetime) =>
            StreamAsync(context, viewer, viewers, view, lifetime, frame => frame.Original));
        app.MapGet("/result.mjpg", (HttpContext context, string? viewer, Viewers viewers, LiveView view, IHostApplicationLifetime lifetime) =>
            StreamAsync(context, viewer, viewers, view, lifetime, frame => frame.Result));
        app.MapGet("/statistics", (LiveStatistics statistics, IHostApplicationLifetime lifetime) =>
            TypedResults.ServerSentEvents(statistics.EverySecondAsync(lifetime.ApplicationStopping), "statistics"));
    }

    // multipart/x-mixed-replace: every part replaces the one before. Browsers show it in an img; players (ffplay, VLC) know it as MJPEG.
    private static async Task StreamAsync(HttpContext context, string? name, Viewers viewers, LiveView view, IHostApplicationLifetime lifetime, Func<ViewedFrame, byte[]> pick)
    {
        // A stream that nobody reads any more ends, and all do when the program stops: it would wait for them.
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
        var response = context.Response;
        response.ContentType = "multipart/x-mixed-replace; boundary=frame";
        response.Headers.CacheControl = "no-store";
        var viewer = name is null ? null : viewers.Enter(name);
        try
        {
            await response.Body.WriteAsync(Boundary, ending.Token);
            for (ViewedFrame? frame = null; ;)
            {
                frame = await (viewer is null ? view.NextAsync(frame, ending.Token) : viewer.NextAsync(ending.Token));
                var picture = pick(frame);
                await response.Body.WriteAsync(Encoding.ASCII.GetBytes($"Content-Type: image/jpeg\r\nContent-Length: {picture.Length}\r\nX-Frame: {frame.Number}\r\n\r\n"), ending.Token);
                await response.Body.WriteAsync(picture, ending.Token);

                // Browsers show a part when the next one begins: so that begins at once. Writing waits where the viewer is slow, and for him alone.
                await response.Body.WriteAsync(Boundary, ending.Token);
                await response.Body.FlushAsync(ending.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // One left, or the program stops.
        }
        finally
        {
            if (name is not null) viewers.Leave(name);
        }
    }
}
