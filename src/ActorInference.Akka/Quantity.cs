using System.Globalization;

namespace ActorInference.Akka;

/// <summary>Numbers of things in what is said: one of them has no s.</summary>
internal static class Quantity
{
    public static string Of(int count, string thing) => count == 1 ? $"1 {thing}" : string.Create(CultureInfo.InvariantCulture, $"{count} {thing}s");
}
