using Xunit;

namespace ActorInference.TestKit;

/// <summary>A test that needs the shared test data; skipped, with what to do, where it is absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class DataFactAttribute : FactAttribute
{
    public DataFactAttribute() => Skip = DataTheoryAttribute.Reason;
}

/// <summary>A theory that needs the shared test data; skipped, with what to do, where it is absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class DataTheoryAttribute : TheoryAttribute
{
    internal static readonly string? Reason = TestData.Exists
        ? null
        : $"The test data is not in {TestData.Root}: name its folder by {TestData.Setting}.";

    public DataTheoryAttribute() => Skip = Reason;
}
