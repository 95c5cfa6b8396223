namespace ActorInference.Configuration.Sections;

/// <summary>Reads <see cref="PredictorOptions"/>. <c>HOCON.conf</c> has the keys and what they mean.</summary>
internal static class PredictorSection
{
    private static readonly PredictorOptions Defaults = new();

    public static PredictorOptions Read(HoconReader reader, Machine machine)
    {
        var (batch, admission) = (reader.Below("batch"), reader.Below("admission"));
        var options = new PredictorOptions
        {
            Placement = Device(reader),
            Goal = reader.Word("goal", "throughput", "throughput", "latency") == "latency" ? ThreadGoal.Latency : ThreadGoal.Throughput,
            Lanes = reader.Count("lanes"),
            ThreadsPerLane = reader.Count("threads-per-lane"),
            AllowOversubscription = reader.Flag("allow-oversubscription", Defaults.AllowOversubscription),
            Batching = reader.Flag("batching", Defaults.Batching),
            Outputs = Outputs(reader),
            Batch = batch is null ? Defaults.Batch : Batch(batch, machine),
            Admission = admission is null ? Defaults.Admission : Admission(admission, machine),
            Supervision = reader.Below("supervision") is { } supervision ? SupervisionSection.Read(supervision) : Defaults.Supervision,
            WarmUp = reader.Below("warm-up") is { } warmUp ? WarmUpSection.Read(warmUp) : Defaults.WarmUp,
            Session = reader.Below("session") is { } session ? SessionSection.Read(session) : Defaults.Session,
        };
        CheckThreads(reader, admission, batch, options, machine);
        return options;
    }

    private static Placement Device(HoconReader reader)
    {
        if (reader.Text("device") is not { } text) return Defaults.Placement;
        try
        {
            return Placement.Parse(text);
        }
        catch (FormatException problem)
        {
            reader.Refuse("device", $"is wrong: {problem.Message}");
            return Defaults.Placement;
        }
    }

    private static IReadOnlyList<string>? Outputs(HoconReader reader)
    {
        var outputs = reader.Texts("outputs");
        if (outputs is []) reader.Refuse("outputs", "is empty; name those that are wanted, or write null for all");
        else if (outputs is not null && outputs.Distinct().Count() < outputs.Count) reader.Refuse("outputs", "names one output twice");
        return outputs;
    }

    private static BatchOptions Batch(HoconReader reader, Machine machine) => new()
    {
        MaxSize = (int?)reader.Integer("max-size", 1, 65_536) ?? Defaults.Batch.MaxSize,
        MaxBytes = reader.SizeOrShare("max-bytes", machine.Memory) ?? Defaults.Batch.MaxBytes,
        Within = reader.Duration("within", TimeSpan.Zero, TimeSpan.FromMinutes(1)) ?? Defaults.Batch.Within,
    };

    private static AdmissionOptions Admission(HoconReader reader, Machine machine) => new()
    {
        MaxItems = reader.Count("max-items") ?? Defaults.Admission.MaxItems,
        MaxBytes = reader.SizeOrShare("max-bytes", machine.Memory) ?? Defaults.Admission.MaxBytes,
    };

    // As a predictor does when it opens, for each device that may be used: one that is only fallen back to would fail when it is needed.
    private static void CheckThreads(HoconReader reader, HoconReader? admission, HoconReader? batch, PredictorOptions options, Machine machine)
    {
        foreach (var devices in options.Placement.Alternatives)
        {
            var lanes = 0L;
            foreach (var device in devices)
            {
                if (!ThreadPlan.For(device, options.Goal, options.Lanes, options.ThreadsPerLane, machine.Cores, options.AllowOversubscription).TryGet(out var plan, out var failure))
                {
                    var right = $"{failure.Message.TrimEnd('.')}, or set allow-oversubscription = on";
                    reader.RefuseTogether(right, "lanes", "threads-per-lane");
                    return;
                }

                lanes += plan.Lanes;
            }

            var needed = lanes * options.Batch.MaxSize;
            if (options.Admission.MaxItems >= needed) continue;
            Contradiction.Refuse(
                $"{options.Admission.MaxItems} requests in flight cannot fill {lanes} lanes with batches of {options.Batch.MaxSize}; allow {needed} or more",
                (admission, "max-items"),
                (batch, "max-size"),
                (reader, "lanes"));
            return;
        }
    }
}
