namespace ActorInference.Configuration;

/// <summary>A section below <c>actorinference</c>, and how it is read.</summary>
/// <param name="Name">Its name: <c>pictures</c>. <c>HOCON.conf</c> has its keys with their defaults.</param>
/// <param name="Read">Asks the reader for every key there is.</param>
public sealed record ConfigurationSection<T>(string Name, Func<HoconReader, T> Read) : IConfigurationSection
{
    /// <inheritdoc/>
    public void Check(HoconReader reader) => Read(reader);
}
