namespace ActorInference.Video;

/// <summary>The one place that words why an unfinished run cannot be gone on with.</summary>
internal static class ResumeErrors
{
    public static Failure Another(string target, string path, string difference) =>
        Invalid($"{target}: cannot go on with the unfinished run in {path}: {difference}. Resume it with what it was begun with, name another target, or begin anew without resuming.");

    public static Failure Unknown(string target, string path) => Invalid(File.Exists(Path.Combine(path, RunRecord.FileName))
        ? $"{target}: cannot go on with the unfinished run in {path}: its {RunRecord.FileName} is damaged, or of another version of this program; begin anew without resuming."
        : $"{target}: cannot go on with what is in {path}: there is no {RunRecord.FileName} that says which run it is of; begin anew without resuming.");

    private static Failure Invalid(string text) => new(ErrorKind.InvalidInput, text);
}
