using System.ComponentModel.DataAnnotations;

namespace HostService;

/// <summary>The section <c>restyling</c>. <c>host-service.conf</c> says what each setting means.</summary>
internal sealed class RestylingOptions
{
    public const string Section = "restyling";

    [Required]
    public string Folder { get; init; } = "";

    [Required]
    public string Incoming { get; init; } = "incoming";

    [Required]
    public string Results { get; init; } = "results";

    [Required]
    public string Failed { get; init; } = "failed";

    [Range(16, 16384)]
    public int LongestSide { get; init; } = 1024;

    [Range(typeof(TimeSpan), "00:00:00.1", "1.00:00:00")]
    public TimeSpan Settle { get; init; } = TimeSpan.FromSeconds(1);

    [Range(typeof(TimeSpan), "00:00:00.1", "1.00:00:00")]
    public TimeSpan Rescan { get; init; } = TimeSpan.FromSeconds(30);

    [Range(1, 100)]
    public int Attempts { get; init; } = 3;

    /// <summary>What is wrong with the section, a line each. Asked before anything is opened: the options themselves are only read when a model is loaded.</summary>
    public static IReadOnlyList<string> Mistakes(IConfiguration configuration)
    {
        var section = configuration.GetSection(Section);
        var known = typeof(RestylingOptions).GetProperties().Select(property => char.ToLowerInvariant(property.Name[0]) + property.Name[1..]).ToArray();
        var unknown = section.GetChildren().Where(child => !known.Contains(child.Key, StringComparer.OrdinalIgnoreCase));
        if (unknown.Select(child => $"{child.Path} is no known key; known here are {string.Join(", ", known)}.").ToArray() is { Length: > 0 } mistakes) return mistakes;
        try
        {
            var options = section.Get<RestylingOptions>() ?? new();
            var results = new List<ValidationResult>();
            Validator.TryValidateObject(options, new(options), results, validateAllProperties: true);
            return [.. results.Select(result => $"{Section}: {result.ErrorMessage}")];
        }
        catch (InvalidOperationException notConverted)
        {
            return [notConverted.Message];
        }
    }
}
