namespace ActorInference.Hosting.Tests;

/// <summary>Numbers that come in for ever, and go out negated.</summary>
internal static class Numbers
{
    public static async IAsyncEnumerable<float[]> ComeInAsync()
    {
        for (var i = 0; ; i++)
        {
            await Task.Yield();
            yield return [i, i + 1];
        }
    }

    public static ValueTask GoOutAsync(float[] numbers) => new(numbers[0] <= 0 ? Task.CompletedTask : Task.FromException(new InvalidOperationException("They were not negated.")));
}
