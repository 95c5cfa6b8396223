using System.Globalization;
using ActorInference;
using Microsoft.AspNetCore.Http.HttpResults;

namespace WebApi;

/// <summary>Failures as problem details (RFC 9457).</summary>
internal static class Problems
{
    /// <summary>The status is that of the failure's kind; <c>kind</c> names it. Where it is known when it may be worth trying again, <c>Retry-After</c> says so.</summary>
    public static ProblemHttpResult Of(Failure failure, HttpContext context)
    {
        if (failure.RetryAfter is { } pause)
        {
            // Whole seconds, and never 0, which would mean at once.
            context.Response.Headers.RetryAfter = Math.Max(1, Math.Ceiling(pause.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        }

        return TypedResults.Problem(failure.Message, statusCode: failure.Kind.HttpStatus(), extensions: new Dictionary<string, object?> { ["kind"] = failure.Kind.Name() });
    }
}
