namespace ActorInference.Configuration;

/// <summary>A section below <c>actorinference</c> that another project than the core reads. <see cref="ConfigurationSection{T}"/> is one.</summary>
public interface IConfigurationSection
{
    /// <summary>Its name: <c>pictures</c>.</summary>
    string Name { get; }

    /// <summary>Reads everything in it; what is wrong is the reader's to collect.</summary>
    void Check(HoconReader reader);
}
