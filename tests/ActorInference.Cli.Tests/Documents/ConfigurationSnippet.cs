using ActorInference.Configuration;
using ActorInference.Imaging;
using ActorInference.Video;

namespace ActorInference.Cli.Tests.Documents;

/// <summary>The code of docs/configuration.md.</summary>
internal static class ConfigurationSnippet
{
    public static (PredictorOptions Predictor, PipelineOptions Pipeline, PictureOptions Pictures) Run()
    {
        var configuration = ActorInferenceConfiguration.Load("my.conf", PictureConfiguration.Section, VideoConfiguration.Section).Value;
        PredictorOptions predictor = configuration.Options.Predictors["cartoon"].Options;
        PipelineOptions pipeline = configuration.Options.Pipeline;
        PictureOptions pictures = configuration.Get(PictureConfiguration.Section).Value;
        return (predictor, pipeline, pictures);
    }
}
