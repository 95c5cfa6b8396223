namespace ActorInference.TestKit.Streams;

/// <summary>A source of any type, seen at the end of a test.</summary>
public interface IProbedSource
{
    /// <summary>Asserts that it is left as it must be.</summary>
    void AssertAtRest();
}
