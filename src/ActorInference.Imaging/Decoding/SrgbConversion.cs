using ActorInference.Imaging.Native;

namespace ActorInference.Imaging;

/// <summary>
/// Brings whatever a file holds to 8-bit sRGB without alpha. Two halves around resizing: what must happen on all pixels
/// (transparency), and what is cheaper on few (colour profiles).
/// </summary>
internal static class SrgbConversion
{
    private const string ProfileField = "icc-profile-data";

    // Profiles that describe sRGB itself are a few kB; looking further for its name costs more than it saves.
    private const int LongestSrgbProfile = 16 << 10;

    public static void BeforeResize(ImageChain chain, PictureDecodeOptions options)
    {
        if (!chain.HasAlpha)
        {
            if (options.IgnoreColorProfile || !HasForeignProfile(chain.Image)) ToSrgb(chain, options);
            return;
        }

        // Transparent pixels have any colour: they must be replaced before a filter mixes them into their neighbours.
        ToSrgb(chain, options);
        var background = options.Background;
        if (!chain.Failed && chain.HasAlpha) chain.Then(chain.Operation("flatten").Set("background", [background.R, background.G, background.B]));
    }

    public static void AfterResize(ImageChain chain, PictureDecodeOptions options)
    {
        ToSrgb(chain, options);
        if (!chain.Failed && chain.Bands > 3) chain.Then(chain.Operation("extract_band").Set("band", 0).Set("n", 3));
    }

    private static void ToSrgb(ImageChain chain, PictureDecodeOptions options)
    {
        if (chain.Failed) return;
        if (chain.Interpretation == VipsInterpretation.Cmyk) ApplyProfile(chain, "cmyk");
        else if (!options.IgnoreColorProfile && HasForeignProfile(chain.Image)) ApplyProfile(chain, null);
        if (chain.Interpretation != VipsInterpretation.Srgb || chain.Format != VipsBandFormat.UChar || chain.Bands < 3)
        {
            chain.Then(chain.Operation("colourspace").Set("space", VipsInterpretation.Srgb));
        }

        if (!chain.Failed && chain.Format != VipsBandFormat.UChar) chain.Then(chain.Operation("cast").Set("format", VipsBandFormat.UChar));
    }

    // A profile that does not fit its picture is ignored, as every viewer does: the numbers are then taken as sRGB.
    private static void ApplyProfile(ImageChain chain, string? fallback)
    {
        if (chain.Failed) return;
        using var transform = chain.Operation("icc_transform").Set("embedded", true).Set("output-profile", "srgb").Set("depth", 8);
        if (fallback is not null) transform.Set("input-profile", fallback);
        chain.TryThen(transform);
    }

    private static unsafe bool HasForeignProfile(ImageHandle image)
    {
        if (Vips.ImageGetTypeOf(image, ProfileField) == 0) return false;
        if (Vips.ImageGetBlob(image, ProfileField, out var bytes, out var length) != 0) return false;
        if (length > LongestSrgbProfile) return true;
        var profile = new ReadOnlySpan<byte>(bytes, (int)length);
        return profile.IndexOf("sRGB"u8) < 0 && profile.IndexOf("s\0R\0G\0B"u8) < 0;
    }
}
