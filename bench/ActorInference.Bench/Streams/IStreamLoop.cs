namespace ActorInference.Bench.Streams;

/// <summary>A way to take files through a model.</summary>
internal interface IStreamLoop : IDisposable
{
    /// <summary>Takes all files through; returns when the last result is written.</summary>
    Task RunAsync(IReadOnlyList<string> files);
}
