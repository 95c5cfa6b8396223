using Akka.Actor;
using Akka.Event;

namespace ActorInference.Akka.Predicting;

/// <summary>
/// What our actors tell each other: never leaves the process, and is no news where it finds nobody. Whoever ends tells those above, which may have ended before.
/// </summary>
internal interface IOwnMessage : INoSerializationVerificationNeeded, IDeadLetterSuppression;
