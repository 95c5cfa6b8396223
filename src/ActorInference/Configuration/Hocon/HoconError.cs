using ActorInference.Formats;

namespace ActorInference.Configuration;

/// <summary>What is wrong in a configuration file, where, and what would be right.</summary>
public sealed record HoconError(string File, int Line, int Column, string Message)
{
    internal HoconError(HoconPosition position, string message)
        : this(position.File, position.Line, position.Column, Sentence(Excerpt.OneLine(message)))
    {
    }

    /// <summary>The error as a failure, in one line.</summary>
    public Failure ToFailure() => new(ErrorKind.InvalidInput, ToString());

    /// <summary>The first of several by place, with the number of others.</summary>
    internal static Failure First(IReadOnlyList<HoconError> errors)
    {
        var first = errors.MinBy(error => (error.File, error.Line, error.Column))!;
        return new(ErrorKind.InvalidInput, errors.Count == 1 ? first.ToString() : $"{first} And {errors.Count - 1} more.");
    }

    /// <summary>Where.</summary>
    public HoconPosition Position => new(File, Line, Column);

    /// <summary><c>HOCON.conf:12:7: message</c>.</summary>
    public override string ToString() => $"{Excerpt.OneLine(Position.ToString())}: {Message}"; // an include can name a file in any characters

    // Some messages end in a question, some come from elsewhere with their end.
    private static string Sentence(string message) => message[^1] is '.' or '?' ? message : message + ".";
}
