namespace ActorInference.Formats;

/// <summary>Failures of readers. They say what is wrong; who knows the file's name puts it in front.</summary>
internal static class Malformed
{
    public static Failure Because(string problem) => new(ErrorKind.InvalidInput, $"{problem}.");
}
