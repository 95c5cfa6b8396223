using System.Threading.Tasks.Dataflow;
using ActorInference.Imaging;

namespace ActorInference.Bench.Streams;

/// <summary>TPL Dataflow with the pipeline's bounds: three blocks, each as parallel as there are cores and holding twice as many.</summary>
internal sealed class DataflowLoop : IStreamLoop
{
    private readonly ISession _session;
    private readonly PictureWork _work;

    public DataflowLoop(StreamCase model, string output, SessionOptions options)
    {
        _session = model.Open(options);
        _work = new(model, _session.Signature, output);
    }

    public async Task RunAsync(IReadOnlyList<string> files)
    {
        var cores = Environment.ProcessorCount;
        var bounds = new ExecutionDataflowBlockOptions { MaxDegreeOfParallelism = cores, BoundedCapacity = 2 * cores };
        var prepare = new TransformBlock<string, (string File, PreparedPicture Prepared)>(file => (file, _work.Prepare(file).Value), bounds);
        var predict = new TransformBlock<(string File, PreparedPicture Prepared), (string File, PreparedPicture Prepared, Tensor Result)>(
            item => (item.File, item.Prepared, _work.Predict(_session, item.Prepared)), bounds);
        var finish = new ActionBlock<(string File, PreparedPicture Prepared, Tensor Result)>(Finish, bounds);
        prepare.LinkTo(predict, new() { PropagateCompletion = true });
        predict.LinkTo(finish, new() { PropagateCompletion = true });
        foreach (var file in files) await prepare.SendAsync(file);
        prepare.Complete();
        await finish.Completion;
    }

    public void Dispose() => _session.Dispose();

    private void Finish((string File, PreparedPicture Prepared, Tensor Result) item)
    {
        using (item.Prepared)
        using (item.Result) _ = _work.Finish(item.Result, item.Prepared.Placement, Path.GetFileNameWithoutExtension(item.File)).Value;
    }
}
