namespace ActorInference.Akka;

/// <summary>Asks an actor that predicts what it predicts with; it answers with a <see cref="ModelDescription"/>.</summary>
public sealed class DescribeModel
{
    private DescribeModel()
    {
    }

    /// <summary>The message; it says nothing more.</summary>
    public static DescribeModel Instance { get; } = new();
}
