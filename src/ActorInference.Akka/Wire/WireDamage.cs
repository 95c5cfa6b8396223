using System.Runtime.Serialization;

namespace ActorInference.Akka.Wire;

/// <summary>Why bytes from the network are no message.</summary>
internal static class WireDamage
{
    public static SerializationException Because(string what) => new($"A message of ActorInference cannot be read: {what}. The other node may run another version, or something between changed it.");
}
