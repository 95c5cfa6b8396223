namespace ActorInference.ModelBuilder.Tests;

public sealed class CartoonRunTests(CartoonSession cartoon) : IClassFixture<CartoonSession>
{
    [Fact]
    public void Signature_is_one_picture_in_and_one_out_with_free_sizes()
    {
        Assert.Equal(["picture"], cartoon.Signature.Inputs.Select(input => input.Name));
        Assert.Equal(["cartoon"], cartoon.Signature.Outputs.Select(output => output.Name));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 2)]
    [InlineData(2, 1)]
    [InlineData(1, 300)]
    [InlineData(300, 1)]
    [InlineData(3, 5)]
    [InlineData(12, 13)]
    [InlineData(97, 101)]
    public void Any_size_gives_values_in_range_and_a_batch_what_single_runs_give(int height, int width)
    {
        const int Count = 3;
        var one = 3 * height * width;
        var random = new Random(height + (1000 * width));
        var batch = new float[Count * one];
        for (var i = 0; i < one; i++)
        {
            batch[i] = random.NextSingle();
            batch[one + i] = random.Next(2);
            batch[(2 * one) + i] = (6 * random.NextSingle()) - 2;
        }

        var together = cartoon.Run(batch, Count, height, width);

        Assert.All(together, value => Assert.InRange(value, 0f, 1f));
        for (var i = 0; i < Count; i++)
        {
            Assert.Equal(cartoon.Run(batch[(i * one)..((i + 1) * one)], 1, height, width), together[(i * one)..((i + 1) * one)]);
        }
    }

    [Fact]
    public void Infinite_and_huge_values_count_as_black_and_white()
    {
        var wild = new float[3 * 20 * 20];
        var tame = new float[wild.Length];
        for (var i = 0; i < wild.Length; i++)
        {
            wild[i] = (i % 4) switch { 0 => float.PositiveInfinity, 1 => float.NegativeInfinity, 2 => float.MaxValue, _ => float.MinValue };
            tame[i] = i % 2 == 0 ? 1 : 0;
        }

        Assert.Equal(cartoon.Run(tame, 1, 20, 20), cartoon.Run(wild, 1, 20, 20));
    }

    [Theory]
    [InlineData(0f)]
    [InlineData(0.3f)]
    [InlineData(1f)]
    public void Plain_grey_stays_plain_and_grey(float grey)
    {
        var result = cartoon.Run(Painted(31, 41, (_, _) => grey), 1, 31, 41);

        Assert.True(result.Max() - result.Min() < 1e-4f, $"{result.Min()}..{result.Max()}");
    }

    [Fact]
    public void Black_stays_black_and_white_white()
    {
        Assert.All(cartoon.Run(Painted(9, 9, (_, _) => 0), 1, 9, 9), value => Assert.InRange(value, 0f, 0.001f));
        Assert.All(cartoon.Run(Painted(9, 9, (_, _) => 1), 1, 9, 9), value => Assert.InRange(value, 0.999f, 1f));
    }

    [Fact]
    public void Noise_is_flattened_and_gets_no_ink()
    {
        const int Size = 96;
        var random = new Random(5);
        // Standard deviation 0.03: a noisy camera's. 0.503 is lifted to 4/7, a step, so that posterizing adds nothing.
        var noisy = Painted(Size, Size, (_, _) => 0.503f + (0.104f * (random.NextSingle() - 0.5f)));

        var result = Inner(cartoon.Run(noisy, 1, Size, Size), Size);

        var mean = result.Average();
        Assert.True(result.Min() > mean - 0.1f, $"ink in plain noise: {result.Min()} below a mean of {mean}");
        Assert.True(Deviation(result) < Deviation(Inner(noisy, Size)) / 2, $"{Deviation(result)}");
    }

    [Fact]
    public void Edge_gets_a_dark_line_on_its_dark_side_and_stays_sharp()
    {
        const int Size = 64;
        var result = cartoon.Run(Painted(Size, Size, (_, x) => x < Size / 2 ? 0.4f : 0.8f), 1, Size, Size);
        float At(int x) => result[(Size / 2 * Size) + x];

        Assert.True(At(31) < At(10) / 2, $"no ink: {At(31)} beside {At(10)}");
        Assert.True(At(33) > At(55) * 0.9f, $"blurred: {At(33)} beside {At(55)}");
    }

    [Fact]
    public void Muted_colours_become_livelier()
    {
        float[] rgb = [0.6f, 0.45f, 0.4f];
        var picture = Enumerable.Range(0, 3 * 81).Select(i => rgb[i / 81]).ToArray();

        var result = cartoon.Run(picture, 1, 9, 9);

        Assert.True(result[40] - result[40 + 162] > 0.25f, $"{result[40]}, {result[40 + 81]}, {result[40 + 162]}");
    }

    private static float[] Painted(int height, int width, Func<int, int, float> grey)
    {
        var plane = new float[height * width];
        for (var i = 0; i < plane.Length; i++) plane[i] = grey(i / width, i % width);
        return [.. plane, .. plane, .. plane];
    }

    /// <summary>One plane without the rim that windows at the border see less of.</summary>
    private static float[] Inner(float[] pixels, int size) =>
        [.. Enumerable.Range(0, size * size).Where(i => i / size is > 12 and < 84 && i % size is > 12 and < 84).Select(i => pixels[i])];

    private static double Deviation(float[] values)
    {
        var mean = values.Average();
        return Math.Sqrt(values.Average(value => (value - mean) * (value - mean)));
    }
}
