using ActorInference.Configuration;
using Microsoft.Extensions.FileProviders;

namespace Microsoft.Extensions.Configuration;

/// <summary>Adds HOCON to what a .NET application is configured from.</summary>
public static class HoconConfigurationExtensions
{
    /// <summary>
    /// Adds a file, whose settings go over those added before: keys are joined by <c>:</c>, items of arrays are numbered from 0. What is wrong in it is an <see cref="InvalidDataException"/>
    /// with file, line and column. With <paramref name="reloadOnChange"/> it is read again when it changes, though not when a file changes that it includes.
    /// </summary>
    /// <param name="builder">What it is added to.</param>
    /// <param name="path">The file; a relative path counts from the builder's base path.</param>
    /// <param name="optional">Whether it may be missing.</param>
    /// <param name="reloadOnChange">Whether it is read again when it changes.</param>
    public static IConfigurationBuilder AddHoconFile(this IConfigurationBuilder builder, string path, bool optional = false, bool reloadOnChange = false) =>
        builder.AddHoconFile(null, path, optional, reloadOnChange);

    /// <summary>The same, from <paramref name="provider"/>; null, the default, means the builder's, or the disk for an absolute path.</summary>
    public static IConfigurationBuilder AddHoconFile(this IConfigurationBuilder builder, IFileProvider? provider, string path, bool optional, bool reloadOnChange)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(path);
        var source = new HoconConfigurationSource { FileProvider = provider, Path = path, Optional = optional, ReloadOnChange = reloadOnChange };
        source.ResolveFileProvider();
        return builder.Add(source);
    }

    /// <summary>Adds values that were read already, such as <see cref="ActorInferenceConfiguration.Root"/> with all its defaults.</summary>
    public static IConfigurationBuilder AddHocon(this IConfigurationBuilder builder, HoconObject root)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.AddInMemoryCollection(HoconKeys.Flatten(root));
    }
}
