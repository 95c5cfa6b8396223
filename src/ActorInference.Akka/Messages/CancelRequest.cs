namespace ActorInference.Akka;

/// <summary>Nobody waits for the request any more. It is still replied to, in most cases as <see cref="ErrorKind.Cancelled"/>; one that is not known is ignored.</summary>
/// <param name="Id">Which request.</param>
public sealed record CancelRequest(Guid Id);
