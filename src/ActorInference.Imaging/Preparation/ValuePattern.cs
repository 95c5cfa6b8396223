using System.Numerics;

namespace ActorInference.Imaging;

/// <summary>
/// A <see cref="ValueMapping"/> spread over vectors: element i of a row uses mean and deviation i modulo 3, which for a plane are the
/// same thing three times. Three vectors are one period whatever their width.
/// </summary>
internal sealed class ValuePattern
{
    private readonly float[] _means = new float[3 * Vector<float>.Count];
    private readonly float[] _stds = new float[3 * Vector<float>.Count];

    private ValuePattern(float divisor, ReadOnlySpan<float> means, ReadOnlySpan<float> stds)
    {
        Divisor = divisor;
        for (var i = 0; i < _means.Length; i++)
        {
            _means[i] = means[i % means.Length];
            _stds[i] = stds[i % stds.Length];
        }

        Divides = divisor != 1;
        Shifts = means.ContainsAnyExcept(0f);
        Scales = stds.ContainsAnyExcept(1f);
    }

    public float Divisor { get; }

    // Steps that change nothing are left out: dividing by one and subtracting zero are exact.
    public bool Divides { get; }

    public bool Shifts { get; }

    public bool Scales { get; }

    public ReadOnlySpan<float> Means => _means;

    public ReadOnlySpan<float> Stds => _stds;

    /// <summary>For a plane of one channel, 0 to 2 as red, green and blue.</summary>
    public static ValuePattern OfPlane(ValueMapping mapping, int channel) =>
        new(mapping.Divisor, [Channel(mapping.Mean, channel)], [Channel(mapping.Std, channel)]);

    /// <summary>For interleaved pixels whose channels stand in the order <paramref name="channels"/>.</summary>
    public static ValuePattern OfPixels(ValueMapping mapping, ReadOnlySpan<int> channels) => new(
        mapping.Divisor,
        [Channel(mapping.Mean, channels[0]), Channel(mapping.Mean, channels[1]), Channel(mapping.Mean, channels[2])],
        [Channel(mapping.Std, channels[0]), Channel(mapping.Std, channels[1]), Channel(mapping.Std, channels[2])]);

    private static float Channel(ChannelTriple triple, int channel) => channel switch
    {
        0 => triple.R,
        1 => triple.G,
        _ => triple.B,
    };
}
