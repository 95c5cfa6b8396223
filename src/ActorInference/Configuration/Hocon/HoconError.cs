using ActorInference.Formats;

namespace ActorInference.Configuration;

/// <summary>What is wrong in a configuration file, where, and what would be right.</summary>
public sealed record HoconError(string File, int Line, int Column, string Message)
{
    internal HoconError(HoconPosition position, string message)
        : this(position.File, position.Line, position.Column, Excerpt.OneLine(message))
    {
    }

    /// <summary>The error as a failure, in one line.</summary>
    public Failure ToFailure() => new(ErrorKind.InvalidInput, ToString());

    /// <summary><c>HOCON.conf:12:7: message</c>.</summary>
    public override string ToString() => $"{Excerpt.OneLine(File)}:{Line}:{Column}: {Message}"; // an include can name a file in any characters
}
