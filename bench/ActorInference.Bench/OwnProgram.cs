using System.Diagnostics;

namespace ActorInference.Bench;

/// <summary>This program once more, as another process.</summary>
internal static class OwnProgram
{
    /// <summary>How it is started with other arguments, whichever way this one was: by its own executable, or by <c>dotnet</c> with its assembly.</summary>
    public static ProcessStartInfo With(params ReadOnlySpan<string> arguments)
    {
        var program = Environment.ProcessPath!;
        string[] assembly = Path.GetFileNameWithoutExtension(program) == "dotnet" ? [typeof(OwnProgram).Assembly.Location] : [];
        return new(program, [.. assembly, .. arguments]) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true };
    }
}
