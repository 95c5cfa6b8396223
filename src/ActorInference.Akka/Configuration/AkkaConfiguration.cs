using System.Text.RegularExpressions;
using ActorInference.Configuration;
using Akka.Configuration;

namespace ActorInference.Akka;

/// <summary>The section <c>akka</c> of a configuration, which is Akka.NET's own, as an actor system takes it.</summary>
public static partial class AkkaConfiguration
{
    private const string Own = "actorinference";
    private const string ThatConfiguration = "the actor system's configuration";

    /// <summary>
    /// What every actor system needs whose actors send messages of ActorInference to other machines: the serializer, its bindings, the extension for large messages, and the defaults of
    /// <c>akka.actorinference</c>, those of lanes included (<see cref="AkkaDefaults"/>). A system with a configuration of its own takes it as a fallback: <c>config.WithFallback(AkkaConfiguration.Reference)</c>.
    /// </summary>
    public static Config Reference { get; } = ReadReference();

    /// <summary>What a configuration says below <c>akka</c>, over <see cref="Reference"/>. What is wrong in <c>akka.actorinference</c> is a failure; the rest is read by Akka.NET, which passes over what it does not know.</summary>
    public static Outcome<Config> Of(ActorInferenceConfiguration configuration)
    {
        if (Errors(configuration) is { Count: > 0 } errors) return HoconError.First(errors);
        return SectionOf(configuration) is { } section ? ConfigurationFactory.ParseString($"akka {AkkaText.Write(section)}").WithFallback(Reference) : Reference;
    }

    /// <summary>All that is wrong in <c>akka.actorinference</c>, by place, and sections whose name is nearly that: Akka.NET passes over what it does not know, and has nothing that is called so.</summary>
    public static IReadOnlyList<HoconError> Errors(ActorInferenceConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        if (SectionOf(configuration) is not { } section) return [];
        var errors = section.Fields
            .Where(field => field.Key != Own && NearestKey.Of(field.Key, [Own]) is not null)
            .Select(field => new HoconError(field.Position, $"akka.{HoconWriter.WriteKey(field.Key)} is nothing of Akka.NET's; did you mean akka.{Own}?"));
        if (section.TryGet(Own, out var own) && own is HoconObject settings) errors = errors.Concat(AkkaSettings.Check(settings, $"akka.{Own}."));
        return [.. errors.OrderBy(error => (error.File, error.Line, error.Column))];
    }

    /// <summary>What a system's configuration says below <c>akka.actorinference</c>.</summary>
    /// <exception cref="ConfigurationException">It says what cannot be.</exception>
    internal static AkkaSettings SettingsOf(Config config)
    {
        var section = config.WithFallback(Reference).GetConfig($"akka.{Own}");
        var outcome = HoconDocument.Parse(AkkaText.Read(section), ThatConfiguration);
        if (outcome.TryGet(out var settings, out var failure))
        {
            if (AkkaSettings.Read(settings, $"akka.{Own}.").TryGet(out var read, out failure)) return read;
        }

        throw new ConfigurationException(PlaceInText().Replace(failure.Message, ThatConfiguration)); // a line of the text made here is no place that anybody could look at
    }

    private static HoconObject? SectionOf(ActorInferenceConfiguration configuration) => configuration.Root.TryGet("akka", out var found) ? found as HoconObject : null;

    [GeneratedRegex(ThatConfiguration + @":\d+:\d+", RegexOptions.None, 1000)]
    private static partial Regex PlaceInText();

    private static Config ReadReference()
    {
        using var stream = typeof(AkkaConfiguration).Assembly.GetManifestResourceStream("reference.conf")!;
        using var reader = new StreamReader(stream);
        return ConfigurationFactory.ParseString(reader.ReadToEnd()).WithFallback(AkkaDefaults.Config);
    }
}
