using ActorInference.ModelBuilder.Onnx;

namespace ActorInference.ModelBuilder.Cartoon;

/// <summary>What paint does: bright, in few steps, and more colourful than life. Constants chosen by eye.</summary>
internal static class Tones
{
    /// <summary>The mean brightness that dark pictures are lifted towards, and how eagerly.</summary>
    private const float Bright = 0.7f, Eagerness = 1.4f;

    /// <summary>Steps from black to white. With five, plain surfaces broke into clouds.</summary>
    private const int Steps = 7;

    /// <summary>
    /// Half the way between two steps over which they blend, in steps: a gentle slope (sky, skin) gets a soft transition,
    /// a steep one a sharp rim, after Winnemöller's soft quantisation (2006). At 0.12 evening skies showed rings.
    /// </summary>
    private const float Blend = 0.25f;

    /// <summary>How much of the steps is taken; the rest is the brightness as it was.</summary>
    private const float Stepping = 0.8f;

    /// <summary>How much colour is added at most, what counts as grey and stays so, and how soon vivid colours are left alone.</summary>
    private const float Gain = 1.1f, Grey = 0.002f, Restraint = 10f;

    /// <summary>Lifts the middle tones by y + a y (1 - y): black and white stay, and a below 1 keeps the order of brightness.</summary>
    public static Signal Lift(this Signal luma)
    {
        var amount = ((Bright - luma.MeanOfPicture()) * Eagerness).Clip(0.1f, 0.9f);
        return luma + (luma * (1f - luma) * amount);
    }

    /// <summary>Brightness in soft steps.</summary>
    public static Signal Posterize(this Signal luma)
    {
        var scaled = luma * Steps;
        var step = scaled.Floor();
        var within = (scaled - step).Smoothstep(0.5f - Blend, 0.5f + Blend);
        return ((step + within) * (Stepping / Steps)) + (luma * (1 - Stepping));
    }

    /// <summary>More colour for muted colours; grey (an asphalt road) stays grey and vivid (a red cup) does not clip.</summary>
    public static Signal Enliven(this Signal chroma)
    {
        var strength = chroma.Channels(0, 1).Squared() + chroma.Channels(1, 2).Squared();
        var gain = (strength * Gain) / ((strength + Grey) * ((strength * Restraint) + 1f));
        return chroma + (chroma * gain);
    }
}
