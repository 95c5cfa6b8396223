using System.Globalization;
using System.Text.Json;
using ActorInference.Imaging;

namespace ActorInference.Video;

/// <summary>Reads what ffprobe prints as JSON.</summary>
internal static class ProbeReport
{
    // How far the average rate may be from the one that fits all time stamps before frames count as unevenly spaced.
    private const double EvenSpacing = 0.01;

    /// <summary>What there is to know about the first stream of pictures, or why there is none that can be read.</summary>
    public static Outcome<Probed> Read(ReadOnlyMemory<byte> json, VideoSource source)
    {
        using var document = JsonDocument.Parse(json);
        var streams = document.RootElement.TryGetProperty("streams", out var list) ? list.EnumerateArray().ToArray() : [];
        var sound = streams.Where(stream => Text(stream, "codec_type") == "audio").Select(stream => Text(stream, "codec_name") ?? "unknown").FirstOrDefault();
        var pictures = streams.FirstOrDefault(IsVideo);
        if (pictures.ValueKind == JsonValueKind.Undefined) return sound is null ? VideoErrors.NoPictures(source) : VideoErrors.OnlySound(source, sound);

        var format = document.RootElement.TryGetProperty("format", out var container) ? container : default;
        return Read(pictures, format, sound, source);
    }

    private static Outcome<Probed> Read(JsonElement stream, JsonElement format, string? sound, VideoSource source)
    {
        var codec = Text(stream, "codec_name") ?? "unknown";
        var coded = new PictureSize((int)(Number(stream, "width") ?? 0), (int)(Number(stream, "height") ?? 0));
        var pixelFormat = Text(stream, "pix_fmt") ?? "unknown";
        if (coded.Width < 1 || coded.Height < 1 || pixelFormat == "unknown") return VideoErrors.NoFrame(source, codec);
        if (!Fraction.TryParse(Text(stream, "time_base"), out var timeBase) || !timeBase.IsPositive) return VideoErrors.NoFrame(source, codec);

        var turn = Turn(stream);
        var (rate, varies) = Rate(stream);
        var duration = Duration(stream, format, sound is not null);
        var frames = Number(stream, "nb_frames") is { } count and > 0 ? count : (long?)null;
        var isLive = source.Kind is VideoSourceKind.Device or VideoSourceKind.StandardInput || (source.Kind == VideoSourceKind.Address && duration is null);
        var info = new VideoInfo
        {
            Name = source.Name,
            Size = turn.SwapsSides ? new(coded.Height, coded.Width) : coded,
            FrameRate = rate,
            IsVariableFrameRate = varies,
            TimeBase = timeBase,
            Frames = isLive ? null : frames,
            Duration = isLive || duration is null ? null : TimeSpan.FromSeconds(duration.Value),
            Rotation = turn.Rotation,
            PixelFormat = pixelFormat,
            Codec = codec,
            Colors = PixelFormats.IsRgb(pixelFormat) ? null : Colors(stream, pixelFormat, coded),
            Sound = sound,
            IsLive = isLive,
        };

        var formatName = format.ValueKind == JsonValueKind.Object ? Text(format, "format_name") : null;

        // Of a truncated AVI file FFmpeg works the length out from what is there; the count stands in its header.
        var length = frames is { } all && !varies && formatName == "avi" ? all / rate.ToDouble() : duration;
        return new Probed(info, (int)(Number(stream, "index") ?? 0), coded, turn)
        {
            Format = formatName,
            Start = isLive ? 0 : Start(format),
            End = isLive ? null : End(stream, format, timeBase, length),
        };
    }

    // The cover of a record is a picture, but no video.
    private static bool IsVideo(JsonElement stream) =>
        Text(stream, "codec_type") == "video" && !(stream.TryGetProperty("disposition", out var disposition) && Number(disposition, "attached_pic") == 1);

    private static (Fraction Rate, bool Varies) Rate(JsonElement stream)
    {
        var hasAverage = Fraction.TryParse(Text(stream, "avg_frame_rate"), out var average) && average.IsPositive;
        var hasFitting = Fraction.TryParse(Text(stream, "r_frame_rate"), out var fitting) && fitting.IsPositive;
        if (!hasAverage) return (hasFitting ? fitting : new(25, 1), true);
        if (!hasFitting) return (average, true);
        return Math.Abs((average.ToDouble() / fitting.ToDouble()) - 1) <= EvenSpacing ? (fitting, false) : (average, true);
    }

    private static DisplayMatrix Turn(JsonElement stream)
    {
        if (!stream.TryGetProperty("side_data_list", out var list)) return DisplayMatrix.Upright;
        return list.EnumerateArray().Select(data => Text(data, "displaymatrix")).FirstOrDefault(text => text is not null) is { } matrix ? DisplayMatrix.Parse(matrix) : DisplayMatrix.Upright;
    }

    private static VideoColors Colors(JsonElement stream, string pixelFormat, PictureSize coded)
    {
        var assumed = VideoColors.Assume(coded);
        var matrix = Text(stream, "color_space") ?? VideoColors.Unknown;
        var range = Text(stream, "color_range") ?? VideoColors.Unknown;
        return new(ColorNames.MatrixOf(matrix) ?? assumed.Matrix, PixelFormats.IsFullRange(pixelFormat) ? ColorRange.Full : ColorNames.RangeOf(range) ?? assumed.Range)
        {
            MatrixTag = ColorNames.MatrixOf(matrix) is null ? VideoColors.Unknown : matrix,
            RangeTag = ColorNames.RangeOf(range) is null ? VideoColors.Unknown : range,
            Primaries = Text(stream, "color_primaries") ?? VideoColors.Unknown,
            Transfer = Text(stream, "color_transfer") ?? VideoColors.Unknown,
        };
    }

    // Matroska writes the end of each stream into a tag; the file's own length may be that of the sound.
    private static double? Duration(JsonElement stream, JsonElement format, bool hasSound)
    {
        if (Seconds(stream, "duration") is { } own) return own;
        var late = Seconds(stream, "start_time") ?? 0;
        if (stream.TryGetProperty("tags", out var tags) && Text(tags, "DURATION") is { } tag && TimeSpan.TryParse(tag[..Math.Min(tag.Length, "00:00:00.0000000".Length)], CultureInfo.InvariantCulture, out var tagged) && tagged.TotalSeconds > late) return tagged.TotalSeconds - late;
        return format.ValueKind == JsonValueKind.Object && Seconds(format, "duration") is { } whole && !hasSound ? whole : null;
    }

    // When the file begins, sound included.
    private static double Start(JsonElement format) => (format.ValueKind == JsonValueKind.Object ? Seconds(format, "start_time", orZero: true) : null) ?? 0;

    // The start of a file is moved to 0; that of the stream may lie behind it.
    private static long? End(JsonElement stream, JsonElement format, Fraction timeBase, double? duration)
    {
        if (duration is null) return null;
        var start = (Seconds(stream, "start_time", orZero: true) ?? 0) - Start(format);
        return (long)Math.Round((start + duration.Value) / timeBase.ToDouble());
    }

    private static double? Seconds(JsonElement element, string name, bool orZero = false) =>
        double.TryParse(Text(element, name), NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) && (orZero || seconds > 0) ? seconds : null;

    private static long? Number(JsonElement element, string name)
    {
        if (!element.TryGetProperty(name, out var value)) return null;
        if (value.ValueKind == JsonValueKind.Number) return value.TryGetInt64(out var number) ? number : null;
        return value.ValueKind == JsonValueKind.String && long.TryParse(value.GetString(), CultureInfo.InvariantCulture, out var text) ? text : null;
    }

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
