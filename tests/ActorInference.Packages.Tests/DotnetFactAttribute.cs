namespace ActorInference.Packages.Tests;

/// <summary>A test that packs and installs with the SDK's <c>dotnet</c>; skipped, with what to do, where that is not on the PATH.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class DotnetFactAttribute : FactAttribute
{
    internal static readonly string? Reason = IsThere() ? null : "The .NET SDK's dotnet is not on the PATH: packages are made and installed with it. Put the SDK's folder there.";

    public DotnetFactAttribute() => Skip = Reason;

    private static bool IsThere() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Any(folder => new[] { "dotnet", "dotnet.exe" }.Any(name => File.Exists(Path.Combine(folder, name))) && HasSdk(folder));

    // A link to the real one, such as /usr/bin/dotnet, has the SDKs beside its target.
    private static bool HasSdk(string folder)
    {
        var file = Path.Combine(folder, OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet");
        var real = File.ResolveLinkTarget(file, returnFinalTarget: true)?.FullName ?? file;
        return Directory.Exists(Path.Combine(Path.GetDirectoryName(real)!, "sdk"));
    }
}

/// <summary>The same as a theory.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class DotnetTheoryAttribute : TheoryAttribute
{
    public DotnetTheoryAttribute() => Skip = DotnetFactAttribute.Reason;
}
