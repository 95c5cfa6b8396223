namespace ActorInference.Cli.Tests;

/// <summary>A test of the engine akka; skipped where the package feed has no Akka.NET.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class AkkaFactAttribute : FactAttribute
{
    public AkkaFactAttribute() => Skip = Missing;

    /// <summary>Why it cannot be tested; null where it can.</summary>
    public static string? Missing { get; } =
        File.Exists(Path.Combine(Path.GetDirectoryName(Actorinfer.Program)!, "ActorInference.Akka.dll")) ? null : "The program was built without Akka.NET, whose packages its feed has not; use a feed that has them, such as nuget.org.";
}

/// <summary>The same with data.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class AkkaTheoryAttribute : TheoryAttribute
{
    public AkkaTheoryAttribute() => Skip = AkkaFactAttribute.Missing;
}

/// <summary>The same where processes are sent signals.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class AkkaUnixFactAttribute : FactAttribute
{
    public AkkaUnixFactAttribute() => Skip = AkkaFactAttribute.Missing ?? (OperatingSystem.IsWindows() ? "Windows has no signals to send." : null);
}

/// <summary>The same with data.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class AkkaUnixTheoryAttribute : TheoryAttribute
{
    public AkkaUnixTheoryAttribute() => Skip = new AkkaUnixFactAttribute().Skip;
}
