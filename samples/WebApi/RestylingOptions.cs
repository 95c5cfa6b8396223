using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Reflection;
using NearestKey = ActorInference.Configuration.NearestKey;

namespace WebApi;

/// <summary>The section <c>Restyling</c> of <c>appsettings.json</c>.</summary>
internal sealed record RestylingOptions
{
    public const string Section = "Restyling";

    /// <summary>The ONNX file; a relative path counts from the program's folder.</summary>
    [Required]
    public string Model { get; init; } = "models/cartoon.onnx";

    /// <summary>The longer side of a result, in pixels.</summary>
    [Range(16, 16384)]
    public int LongestSide { get; init; } = 1024;

    /// <summary>Pictures that wait for the model or are in it, at least one for each core; one more is refused with 429.</summary>
    [Range(1, 65536)]
    public int MaxInFlight { get; init; } = 16;

    /// <summary>Bytes of a request's body; a larger one is refused with 413.</summary>
    [Range(1, 1L << 40)]
    public long MaxBodyBytes { get; init; } = 32 << 20;

    /// <summary>Pictures of one request; more are refused with 400.</summary>
    [Range(1, 1024)]
    public int MaxPictures { get; init; } = 32;

    /// <summary>What is wrong with the section, a line for each setting. Without any, it can be bound.</summary>
    public static IReadOnlyList<string> Mistakes(IConfiguration configuration) =>
        [.. configuration.GetSection(Section).GetChildren().Select(Mistake).OfType<string>()];

    private static string? Mistake(IConfigurationSection setting)
    {
        var known = typeof(RestylingOptions).GetProperties();
        if (known.FirstOrDefault(property => string.Equals(property.Name, setting.Key, StringComparison.OrdinalIgnoreCase)) is not { } named)
        {
            var names = known.Select(property => property.Name).ToArray();
            return NearestKey.Of(setting.Key, names) is { } nearest
                ? $"{setting.Path} is no known setting; did you mean {Section}:{nearest}?"
                : $"{setting.Path} is no known setting; known here are {string.Join(", ", names)}.";
        }

        if (IsValid(named, setting.Value ?? "")) return null;
        return $"{setting.Path} is \"{setting.Value}\"; write {(named.GetCustomAttribute<RangeAttribute>() is { } range ? $"a whole number from {range.Minimum} to {range.Maximum}" : "a text")}.";
    }

    private static bool IsValid(PropertyInfo property, string text)
    {
        try
        {
            var value = TypeDescriptor.GetConverter(property.PropertyType).ConvertFromInvariantString(text);
            return property.GetCustomAttributes<ValidationAttribute>().All(rule => rule.IsValid(value));
        }
        catch (ArgumentException)
        {
            return false; // no number at all
        }
    }
}
