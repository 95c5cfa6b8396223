namespace ActorInference.Predicting;

/// <summary>Finds the first placement of a model that works.</summary>
internal static class PredictorOpening
{
    /// <summary>Tries one alternative after the other.</summary>
    /// <param name="sessions">Who opens sessions.</param>
    /// <param name="model">The model.</param>
    /// <param name="options">How.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="log">Hears of alternatives that were passed over.</param>
    /// <param name="cancel">Gives up before the next warm-up run.</param>
    /// <param name="lanesOn">How many lanes a device has, where the options do not say it for all; null, or a null of it: as the options say.</param>
    public static Outcome<ModelVersion> Open(ISessionFactory sessions, ModelSource model, PredictorOptions options, Clock clock, PredictorLog log, CancellationToken cancel, Func<DeviceId, int?>? lanesOn = null)
    {
        var reasons = new List<(string Where, Failure Why)>();
        foreach (var devices in options.Placement.Alternatives)
        {
            var places = new List<(DeviceId, ThreadPlan)>();
            foreach (var device in devices)
            {
                if (!ThreadPlan.For(device, options.Goal, lanesOn?.Invoke(device) ?? options.Lanes, options.ThreadsPerLane, options.AllowOversubscription).TryGet(out var plan, out var wrong)) return wrong;
                places.Add((device, plan));
            }

            if (ModelVersion.Open(sessions, model, options, places, null, clock, cancel).TryGet(out var version, out var failure))
            {
                if (WhyTooSmall(version, options, version.Pools.Sum(pool => pool.Plan.Lanes)) is not { } tooSmall)
                {
                    foreach (var (where, why) in reasons) log.PassedOver(model.Name, where, why.Message);
                    return version;
                }

                version.Close();
                return tooSmall;
            }

            if (cancel.IsCancellationRequested) return new Failure(ErrorKind.Cancelled, $"{model.Name}: the loading was given up.");
            reasons.Add((string.Join('+', devices), failure));
        }

        if (reasons.Count == 1) return reasons[0].Why;
        var list = string.Join("; ", reasons.Select(reason => Line(reason.Where, reason.Why.Message.TrimEnd('.'))));
        return new Failure(reasons[^1].Why.Kind, $"{model.Name} runs on none of {options.Placement}: {list}.");
    }

    private static string Line(string where, string why) => why.StartsWith(where, StringComparison.Ordinal) ? why : $"{where}: {why}";

    /// <summary>Whether so many lanes could never be filled within the bound on items.</summary>
    public static Failure? WhyTooSmall(ModelVersion version, PredictorOptions options, int lanes)
    {
        var needed = (long)lanes * version.MaxRows;
        return options.Admission.MaxItems >= needed
            ? null
            : new(ErrorKind.InvalidInput, $"{options.Admission.MaxItems} items in flight cannot fill {lanes} lanes with batches of {version.MaxRows}; allow {needed} or more.");
    }
}
