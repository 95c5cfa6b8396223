using System.Diagnostics;
using ActorInference.Imaging;

namespace ActorInference.Bench.Streams;

/// <summary>Processor seconds that each stage takes for one item, alone and on one thread; what cores can do at most follows from their sum.</summary>
internal sealed record StageCosts(double Preprocess, double Predict, double Postprocess)
{
    public double Sum => Preprocess + Predict + Postprocess;

    /// <summary>Items a second at most.</summary>
    public double Ceiling => Environment.ProcessorCount / Sum;

    public static StageCosts Measure(StreamCase model, IReadOnlyList<string> files, string output)
    {
        using var session = model.Open(new() { IntraOpThreads = 1, AllowSpinning = false });
        var work = new PictureWork(model, session.Signature, output);
        foreach (var file in files.Take(3)) work.Convert(session, file);

        var prepared = new List<PreparedPicture>();
        var results = new List<Tensor>();
        var preprocess = ProcessorSeconds(() => prepared.AddRange(files.Select(file => work.Prepare(file).Value)));
        var predict = ProcessorSeconds(() => results.AddRange(prepared.Select(picture => work.Predict(session, picture))));
        var postprocess = ProcessorSeconds(() =>
        {
            for (var i = 0; i < results.Count; i++) _ = work.Finish(results[i], prepared[i].Placement, Path.GetFileNameWithoutExtension(files[i])).Value;
        });
        foreach (var picture in prepared) picture.Dispose();
        foreach (var result in results) result.Dispose();
        return new(preprocess / files.Count, predict / files.Count, postprocess / files.Count);
    }

    private static double ProcessorSeconds(Action body)
    {
        using var process = Process.GetCurrentProcess();
        var start = process.TotalProcessorTime;
        body();
        process.Refresh();
        return (process.TotalProcessorTime - start).TotalSeconds;
    }
}
