using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using ActorInference;
using Microsoft.AspNetCore.Http.HttpResults;

namespace WebApi;

/// <summary>
/// The three ways to have pictures restyled. Whoever disconnects cancels what he asked for: the request's token reaches the predictor, and a prediction that runs ends at the model's next node.
/// </summary>
internal static class RestylingEndpoints
{
    /// <summary>Where one picture goes.</summary>
    public const string One = "/restyle";

    /// <summary>Where several go that come back together.</summary>
    public const string Batch = "/restyle/batch";

    /// <summary>Where several go that come back as they are done.</summary>
    public const string Stream = "/restyle/stream";

    public static void MapRestyling(this IEndpointRouteBuilder app)
    {
        app.MapPost(One, RestyleAsync)
            .WithSummary("One picture in the body, one JPEG as the answer.")
            .Accepts<byte[]>(PictureTypes.Accepted[0], [.. PictureTypes.Accepted.Skip(1)])
            .Produces<byte[]>(contentType: "image/jpeg")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status413PayloadTooLarge)
            .ProducesProblem(StatusCodes.Status415UnsupportedMediaType)
            .ProducesProblem(StatusCodes.Status429TooManyRequests);

        // Nobody is logged in with cookies here, so there is no request that another site could forge.
        app.MapPost(Batch, BatchAsync)
            .WithSummary("Several pictures in one form, one answer with an outcome for each.")
            .DisableAntiforgery()
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status413PayloadTooLarge)
            .ProducesProblem(StatusCodes.Status415UnsupportedMediaType);
        app.MapPost(Stream, StreamPictures)
            .WithSummary("Several pictures in one form, a server-sent event for each as soon as it is done.")
            .DisableAntiforgery()
            .Produces<RestyledPicture>(contentType: "text/event-stream")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status413PayloadTooLarge)
            .ProducesProblem(StatusCodes.Status415UnsupportedMediaType);
    }

    private static async Task<Results<FileContentHttpResult, ProblemHttpResult>> RestyleAsync(HttpContext context, Restyler restyler)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        var outcome = await restyler.RestyleAsync(body.GetBuffer().AsMemory(0, (int)body.Length), "body", context.RequestAborted);
        return outcome.TryGet(out var picture, out var failure) ? TypedResults.Bytes(picture, "image/jpeg") : Problems.Of(failure, context);
    }

    private static async Task<Results<Ok<List<RestyledPicture>>, ProblemHttpResult>> BatchAsync(
        IFormFileCollection files, HttpContext context, RestylingOptions options, [FromKeyedServices("restyling")] Pipeline<IFormFile, byte[]> pipeline)
    {
        if (Check(files, options) is { } failure) return Problems.Of(failure, context);
        var outcomes = new List<RestyledPicture>(files.Count);
        await foreach (var outcome in pipeline.RunAsync(files).WithCancellation(context.RequestAborted)) outcomes.Add(RestyledPicture.Of(files[(int)outcome.Item], outcome));
        return TypedResults.Ok(outcomes);
    }

    private static Results<ServerSentEventsResult<RestyledPicture>, ProblemHttpResult> StreamPictures(
        IFormFileCollection files, HttpContext context, RestylingOptions options, [FromKeyedServices("restyling")] Pipeline<IFormFile, byte[]> pipeline)
    {
        if (Check(files, options) is { } failure) return Problems.Of(failure, context);

        // Whatever is done first goes first; each says which it is.
        var unordered = pipeline.With(pipeline.Options with { Ordered = false });
        return TypedResults.ServerSentEvents(EventsAsync(files, unordered, context.RequestAborted));
    }

    private static async IAsyncEnumerable<SseItem<RestyledPicture>> EventsAsync(
        IFormFileCollection files, Pipeline<IFormFile, byte[]> pipeline, [EnumeratorCancellation] CancellationToken cancel)
    {
        await foreach (var outcome in pipeline.RunAsync(files).WithCancellation(cancel))
        {
            yield return new(RestyledPicture.Of(files[(int)outcome.Item], outcome), outcome.Succeeded ? "picture" : "failure");
        }
    }

    private static Failure? Check(IFormFileCollection files, RestylingOptions options) => files.Count switch
    {
        0 => new(ErrorKind.InvalidInput, $"there is no file in the form: {Problems.Form}."),
        var count when count > options.MaxPictures => new(ErrorKind.InvalidInput, $"there are {count} pictures in the form, and {options.MaxPictures} at most are taken; send the rest in another request."),
        _ => null,
    };
}
