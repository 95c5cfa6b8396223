namespace ActorInference.Akka;

/// <summary>Asks an actor that predicts what it predicts with; it answers with a <see cref="ModelDescription"/>, or with a <see cref="global::Akka.Actor.Status.Failure"/> that says why there is none.</summary>
public sealed class DescribeModel
{
    private DescribeModel()
    {
    }

    /// <summary>The message; it says nothing more.</summary>
    public static DescribeModel Instance { get; } = new();
}
