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
}
