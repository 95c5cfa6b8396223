using ActorInference.Configuration;

namespace ActorInference.Imaging;

/// <summary>Reads the section <c>pictures</c> of a configuration. <c>HOCON.conf</c> has the keys and what they mean.</summary>
public static class PictureConfiguration
{
    private static readonly PictureOptions Defaults = new();

    /// <summary>The section, to be loaded with a configuration and got from it.</summary>
    public static ConfigurationSection<PictureOptions> Section { get; } = new("pictures", Read);

    private static PictureOptions Read(HoconReader reader) => new()
    {
        Decode = new()
        {
            PixelLimit = reader.Pixels("pixel-limit") ?? Defaults.Decode.PixelLimit,
            FileSizeLimit = reader.SizeOrShare("file-size-limit", GC.GetGCMemoryInfo().TotalAvailableMemoryBytes) ?? Defaults.Decode.FileSizeLimit,
            Lenient = reader.Flag("lenient", Defaults.Decode.Lenient),
            IgnoreColorProfile = reader.Flag("ignore-color-profile", Defaults.Decode.IgnoreColorProfile),
            ScaledDecode = reader.Flag("scaled-decode", Defaults.Decode.ScaledDecode),
            Background = reader.Color("background") ?? Defaults.Decode.Background,
        },
        Encode = new()
        {
            Quality = (int?)reader.Integer("quality", 1, 100) ?? Defaults.Encode.Quality,
            FullChroma = reader.IsNull("full-chroma") ? null : reader.Flag("full-chroma", false),
            Lossless = reader.Flag("lossless", Defaults.Encode.Lossless),
            Compression = (int?)reader.Integer("compression", 0, 9) ?? Defaults.Encode.Compression,
        },
        Restore = new()
        {
            SourceSize = reader.Flag("source-size", Defaults.Restore.SourceSize),
            Filter = reader.Word("source-size-filter", "lanczos3", "nearest", "bilinear", "bicubic", "lanczos3") switch
            {
                "nearest" => PictureFilter.Nearest,
                "bilinear" => PictureFilter.Bilinear,
                "bicubic" => PictureFilter.Bicubic,
                _ => PictureFilter.Lanczos3,
            },
        },
    };
}
