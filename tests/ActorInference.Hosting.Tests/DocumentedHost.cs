using ActorInference.OnnxRuntime;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace ActorInference.Hosting.Tests;

/// <summary>The code in docs/hosting.md.</summary>
internal static class DocumentedHost
{
    public static WebApplication Build(string[] args, string model)
    {
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddActorInference()
            .UseOnnxRuntime()
            .AddPredictor("negate", ModelSource.File(model), new() { Goal = ThreadGoal.Latency })
            .AddPipeline("negated", (services, options) => Pipeline.Of<float[]>(options)
                .Preprocess(values => (Outcome<Tensor>)Tensor.From(values, [values.Length]))
                .Predict(services.GetRequiredKeyedService<Predictor>("negate"), tensor => tensor)
                .Postprocess(Read));
        builder.Services.AddHostedService<Negating>();

        var app = builder.Build();
        app.MapHealthChecks("/health/live", new() { Predicate = check => check.Tags.Contains(ActorInferenceHealth.LiveTag) });
        app.MapHealthChecks("/health/ready", new() { Predicate = check => check.Tags.Contains(ActorInferenceHealth.ReadyTag) });
        app.MapPost("/negate", async ([FromKeyedServices("negate")] Predictor predictor, float[] values, CancellationToken cancel) =>
        {
            var outcome = await predictor.PredictAsync(Tensor.From(values, [values.Length]), cancel: cancel);
            if (!outcome.TryGet(out var prediction, out var failure)) return Results.Problem(failure.Message, statusCode: failure.Kind.HttpStatus());
            using (prediction) return Results.Ok(prediction.Tensor.Span<float>().ToArray());
        });
        return app;
    }

    private static Outcome<float[]> Read(Predicted<Tensor> predicted)
    {
        using (predicted) return predicted.Tensor.Span<float>().ToArray();
    }
}
