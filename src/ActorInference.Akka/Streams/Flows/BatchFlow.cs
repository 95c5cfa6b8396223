using Akka;
using Akka.Streams;
using Akka.Streams.Dsl;

namespace ActorInference.Akka.Streams.Flows;

/// <summary>Predictions of groups, made of what Akka.Streams has; what they hold is disposed where the stream ends early.</summary>
internal static class BatchFlow
{
    public static Flow<Outcome<T>, Outcome<Predicted<T>>, UniqueKillSwitch> Make<T>(
        IPredictor predictor,
        Func<T, RunInput[]> inputs,
        PredictionOptions? prediction,
        int parallelism,
        Func<Flow<Outcome<T>, BatchTicket<T>, NotUsed>, Flow<Outcome<T>, IEnumerable<BatchTicket<T>>, NotUsed>> group)
    {
        ArgumentNullException.ThrowIfNull(predictor);
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentOutOfRangeException.ThrowIfLessThan(parallelism, 1);
        return Flow.Create<Outcome<T>>()
            .ViaMaterialized(KillSwitches.Single<Outcome<T>>(), Keep.Right)
            .Via(Flow.Setup((_, _) =>
            {
                var custody = new BatchCustody<T>(predictor, inputs, prediction ?? PredictionOptions.Default);
                return group(Flow.Create<Outcome<T>>().Select(custody.Enter)).SelectAsync(parallelism, custody.PredictAsync).SelectMany(tickets => tickets).Via(new CustodyStage<T>(custody));
            }));
    }
}
