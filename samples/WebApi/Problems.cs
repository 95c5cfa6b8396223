using System.Globalization;
using ActorInference;
using Microsoft.AspNetCore.Http.HttpResults;

namespace WebApi;

/// <summary>Failures as problem details (RFC 9457).</summary>
internal static class Problems
{
    private const string Kind = "kind";

    /// <summary>What <c>multipart/form-data</c> is to hold.</summary>
    public const string Form = "send pictures as multipart/form-data, each with a file name";

    /// <summary>The status is that of the failure's kind; <c>kind</c> names it. Where it is known when it may be worth trying again, <c>Retry-After</c> says so.</summary>
    public static ProblemHttpResult Of(Failure failure, HttpContext context)
    {
        if (failure.RetryAfter is { } pause)
        {
            // Whole seconds, and never 0, which would mean at once.
            context.Response.Headers.RetryAfter = Math.Max(1, Math.Ceiling(pause.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        }

        return TypedResults.Problem(failure.Message, statusCode: failure.Kind.HttpStatus(), extensions: new Dictionary<string, object?> { [Kind] = failure.Kind.Name() });
    }

    /// <summary>Says of what was refused before any of the endpoints was asked, which has a status alone, what was wrong and of which kind it is.</summary>
    public static void Complete(ProblemDetailsContext context)
    {
        var problem = context.ProblemDetails;
        if (problem.Extensions.ContainsKey(Kind)) return; // said by an endpoint
        var request = context.HttpContext.Request;
        (var kind, problem.Detail) = problem.Status switch
        {
            StatusCodes.Status404NotFound => (ErrorKind.NotFound, $"there is nothing at {request.Path}."),
            StatusCodes.Status405MethodNotAllowed => (ErrorKind.InvalidInput, $"{request.Path} does not take {request.Method}."),
            StatusCodes.Status413PayloadTooLarge => (ErrorKind.InvalidInput, $"the body is larger than {context.HttpContext.RequestServices.GetRequiredService<RestylingOptions>().MaxBodyBytes} bytes, and no larger one is taken."),
            StatusCodes.Status415UnsupportedMediaType => (ErrorKind.InvalidInput, TypeNotTaken(request)),
            >= 400 and < 500 => (ErrorKind.InvalidInput, $"the request cannot be read: {Reason(context.Exception)} For several pictures {Form}."),
            _ => (ErrorKind.Internal, "the server failed; its log says more."),
        };
        problem.Extensions[Kind] = kind.Name();
    }

    private static string TypeNotTaken(HttpRequest request)
    {
        var type = string.IsNullOrEmpty(request.ContentType) ? "a body without a Content-Type" : $"Content-Type {request.ContentType.Split(';')[0].Trim()}";
        return request.Path == RestylingEndpoints.One
            ? $"{type} is not taken here: send one picture as the body, as {string.Join(", ", PictureTypes.Accepted)}; {(request.HasFormContentType ? $"a form goes to {RestylingEndpoints.Batch} or {RestylingEndpoints.Stream}." : "its own bytes say which it is.")}"
            : $"{type} is not taken here: {Form}; one picture as the body goes to {RestylingEndpoints.One}.";
    }

    // The framework's own message names a parameter of the endpoint; what lies below says what is wrong with the form. Of a form that ends early it tells nothing.
    private static string Reason(Exception? problem) => (problem?.InnerException ?? problem)?.Message.Trim() ?? "its form ends early, or does not have the boundary that its Content-Type says.";
}
