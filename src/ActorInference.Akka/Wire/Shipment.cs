using Akka.Actor;

namespace ActorInference.Akka.Wire;

/// <summary>A message that is to go in chunks. Belongs to the wire's actor, once that has it.</summary>
/// <param name="Message">The message.</param>
/// <param name="Target">Who is to get it.</param>
/// <param name="TargetPath">The same as the other node knows it.</param>
/// <param name="Sender">Who it is from; null for nobody.</param>
/// <param name="SenderPath">The same as the other node knows it; empty for nobody.</param>
internal sealed record Shipment(EncodedMessage Message, IActorRef Target, string TargetPath, IActorRef? Sender, string SenderPath) : INoSerializationVerificationNeeded
{
    /// <summary>A request that its sender has given up meanwhile: the cancel goes behind it.</summary>
    public bool IsCancelled { get; set; }

    /// <summary>Whether it is the request that this cancel is for.</summary>
    public bool IsMeantBy(CancelShipment cancel) => Message.Request == cancel.Request.Id && Target.Equals(cancel.Target) && Equals(Sender, cancel.Sender);

    /// <summary>It will not arrive, as far as anybody knows. Whoever waits for what would have come of it hears that instead.</summary>
    public void GiveUp(string reason)
    {
        var failure = new Failure(ErrorKind.NotReady, $"a message of {Message.Length:N0} bytes did not get to {Target.Path.Address}: {reason.TrimEnd('.')}.");
        if (Message.Request is { } request) Sender?.Tell(new PredictReply(request, failure), Target);
        if (Message.Reply is { } reply) Target.Tell(new PredictReply(reply, failure), Sender);
    }
}
