using Microsoft.Extensions.Configuration;

namespace ActorInference.Configuration;

/// <summary>A HOCON file as a source of an application's configuration; see <see cref="HoconConfigurationExtensions"/>.</summary>
public sealed class HoconConfigurationSource : FileConfigurationSource
{
    /// <inheritdoc/>
    public override IConfigurationProvider Build(IConfigurationBuilder builder)
    {
        EnsureDefaults(builder);
        return new HoconConfigurationProvider(this);
    }
}
