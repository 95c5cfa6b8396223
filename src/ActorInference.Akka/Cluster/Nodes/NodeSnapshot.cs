using Akka.Actor;

namespace ActorInference.Akka;

/// <summary>An inference node at one moment.</summary>
/// <param name="Running">Requests that it has.</param>
/// <param name="Window">How many it takes.</param>
/// <param name="Remembered">Replies that it remembers for requests that are sent again.</param>
/// <param name="Frontends">How many frontends it knows.</param>
/// <param name="ServiceTime">The time that each request at the node adds to what the next one will take; 0: not known yet.</param>
/// <param name="IsDraining">Whether it takes no more.</param>
public sealed record NodeSnapshot(int Running, int Window, int Remembered, int Frontends, TimeSpan ServiceTime, bool IsDraining) : INoSerializationVerificationNeeded;
