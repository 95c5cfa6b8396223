using System.Text.Json.Nodes;
using ActorInference.Configuration;
using ActorInference.OnnxRuntime;

namespace ActorInference.Cli.Terminal;

/// <summary>The predictor of a command: how it is opened, and what is told of it.</summary>
internal static class CommandPredictor
{
    /// <summary>The options that every command begins with.</summary>
    public static PredictorOptions Defaults { get; } = new()
    {
        // A command bounds what it hands in, and a size that the predictor expects but does not know must not make it wait.
        Admission = new() { MaxItems = int.MaxValue, MaxBytes = long.MaxValue },

        // No watchdog: nobody knows how long a run of an unknown model takes, and who called the command can end it.
        // No limit on restarts and no long pauses: each item is to end on its own account, and the command ends with the last.
        Supervision = new() { Watchdog = null, MaxRestarts = int.MaxValue, FirstBackoff = TimeSpan.FromMilliseconds(1), MaxBackoff = TimeSpan.FromMilliseconds(100) },
    };

    /// <summary>What a configuration says, and <see cref="Defaults"/> and <paramref name="goal"/> where it says nothing.</summary>
    public static PredictorOptions Options(ActorInferenceConfiguration configuration, ThreadGoal goal)
    {
        const string Predictor = "actorinference.predictor.";
        var said = configuration.Options.Predictor;
        return said with
        {
            Goal = configuration.Says(Predictor + "goal") ? said.Goal : goal,
            Admission = new()
            {
                MaxItems = configuration.Says(Predictor + "admission.max-items") ? said.Admission.MaxItems : Defaults.Admission.MaxItems,
                MaxBytes = configuration.Says(Predictor + "admission.max-bytes") ? said.Admission.MaxBytes : Defaults.Admission.MaxBytes,
            },
            Supervision = configuration.Says(Predictor + "supervision.") ? said.Supervision : Defaults.Supervision,
        };
    }

    /// <summary>
    /// Loads the model; sessions that fail later are told in <paramref name="report"/>. The caller owns the predictor.
    /// Throws <see cref="InferenceException"/> where the model cannot be loaded.
    /// </summary>
    public static Predictor Open(Report report, string modelPath, PredictorOptions options, CancellationToken cancel) =>
        Predictor.Open(new OnnxRuntimeSessionFactory(report.LoggerOf<OnnxRuntimeSessionFactory>()), ModelSource.File(modelPath), options, logger: new ReportLogger(report), cancel: cancel).Value;

    /// <summary>The devices in use: <c>cpu</c>, <c>cuda:0+cuda:1</c>.</summary>
    public static string Devices(PredictorSnapshot snapshot) => string.Join('+', snapshot.Pools.Select(pool => pool.Device));

    /// <summary>How cores are shared out: <c>2 lanes x 1 thread on 2 cores</c>; where there are several devices, for each of them.</summary>
    public static string Plan(PredictorSnapshot snapshot) => snapshot.Pools is [var pool]
        ? pool.Plan.ToString()
        : string.Join("; ", snapshot.Pools.Select(pool => $"{pool.Device}: {pool.Plan}"));

    /// <summary>Fills the part of the JSON object that tells where the model runs: lanes of all devices, and threads of each lane.</summary>
    public static void Describe(JsonObject json, PredictorSnapshot snapshot)
    {
        json["device"] = Devices(snapshot);
        json["lanes"] = snapshot.Pools.Sum(pool => pool.Plan.Lanes);
        json["threads"] = snapshot.Pools.Max(pool => pool.Plan.ThreadsPerLane);
    }
}
