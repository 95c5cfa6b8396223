using Microsoft.Extensions.Logging;

namespace ActorInference.Hosting;

/// <summary>What all predictors of a host share.</summary>
/// <param name="Sessions">Who opens sessions; null when nobody does.</param>
/// <param name="Time">The clock.</param>
/// <param name="Logger">What predictors speak to.</param>
/// <param name="Log">What their host speaks to.</param>
/// <param name="GivingUp">Cancelled when nothing more is to be opened.</param>
internal sealed record PredictorSurroundings(ISessionFactory? Sessions, TimeProvider Time, ILogger Logger, HostingLog Log, CancellationToken GivingUp);
