using ActorInference.Bench.Nothing;
using ActorInference.OnnxRuntime;

namespace ActorInference.Bench.Soak;

/// <summary>
/// <c>soak sessions MODEL COUNT</c> opens and closes sessions; <c>soak runs MODEL COUNT</c> makes and disposes runs on one session, inputs and
/// results included; <c>soak predictions MODEL COUNT</c> does the same through a predictor, 64 callers at once, in batches of up to 8. Prints the
/// memory of the process as it goes and fails when it grew after the first tenth. <c>soak schedules COUNT [SEED]</c> is <see cref="SchedulesSoak"/>.
/// </summary>
internal static class SoakCommand
{
    // The noise of the allocators: the measure wanders by a few megabytes with nothing leaking.
    private const long Noise = 16L << 20;

    private const int Samples = 10;
    private const int CallersAtOnce = 64;

    public static int Run(string[] arguments)
    {
        if (arguments is ["schedules", .. var schedules]) return SchedulesSoak.Run(schedules);
        if (arguments is not [var what and ("sessions" or "runs" or "predictions"), var model, var countText] || !int.TryParse(countText, out var count) || count < Samples) return Usage();
        var factory = new OnnxRuntimeSessionFactory();
        Action<int> body = each => Repeat(each, () => factory.Open(ModelSource.File(model), new SessionOptions()).Value.Dispose());
        using var session = what == "runs" ? factory.Open(ModelSource.File(model), new SessionOptions()).Value : null;
        using var trip = what == "predictions" ? Predictions(Predictor.Open(factory, ModelSource.File(model), new() { Batch = new() { MaxSize = 8 } }).Value) : null;
        if (session is not null) body = each => Repeat(each, () => RunOnce(session));
        if (trip is not null) body = each => Callers.PredictAsync(trip, CallersAtOnce, each);
        return Soak($"{count:N0} {what} of {Path.GetFileName(model)}", count, body);
    }

    // On zeros, with free dimensions of 1.
    private static PredictorTrip Predictions(Predictor predictor) =>
        new(predictor, predictor => predictor.Predict(Zeros.For(predictor.Signature)), predictor => predictor.PredictAsync(Zeros.For(predictor.Signature)));

    private static void Repeat(int count, Action action)
    {
        for (var i = 0; i < count; i++) action();
    }

    private static int Soak(string title, int count, Action<int> body)
    {
        Console.WriteLine($"### {title}\n\n| done | memory, MiB | tensors out |\n| ---: | ---: | ---: |");
        var memory = new List<long>();
        for (var sample = 1; sample <= Samples; sample++)
        {
            body(count / Samples);
            memory.Add(ProcessMemory.Settled());
            Console.WriteLine($"| {sample * (count / Samples):N0} | {memory[^1] / 1048576.0:F1} | {TensorPool.Shared.RentedCount} |");
        }

        var growth = memory[^1] - memory[0];
        var flat = growth < Noise && TensorPool.Shared.RentedCount == 0;
        Console.WriteLine($"\nGrowth from the first tenth to the last: {growth / 1048576.0:F1} MiB: {(flat ? "flat" : "NOT FLAT")}.\n");
        return flat ? 0 : 1;
    }

    private static void RunOnce(ISession session)
    {
        var inputs = Zeros.For(session.Signature);
        RunOutput[] outputs = [.. session.Signature.Outputs.Select(spec => new RunOutput(spec.Name))];
        if (session.Run(inputs, outputs) is { } failure) throw failure.ToException();
        foreach (var output in outputs) output.Value?.Dispose();
        foreach (var input in inputs) input.Value.Dispose();
    }

    private static int Usage()
    {
        Console.Error.WriteLine($"usage: ActorInference.Bench soak sessions|runs|predictions MODEL.onnx COUNT (at least {Samples}) | soak schedules COUNT [SEED]");
        return 2;
    }
}
