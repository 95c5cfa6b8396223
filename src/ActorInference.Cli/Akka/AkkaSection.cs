using System.Globalization;
using System.Text.RegularExpressions;
using ActorInference.Akka;
using ActorInference.Configuration;
using Akka.Configuration;

namespace ActorInference.Cli.Akka;

/// <summary>The section <c>akka</c> of a configuration, of which <c>akka.actorinference</c> is our own.</summary>
internal static partial class AkkaSection
{
    private const string Section = "akka";
    private const string Own = "actorinference";

    /// <summary>As an actor system takes it; throws <see cref="InferenceException"/> for what is wrong in our part.</summary>
    public static Config Of(ActorInferenceConfiguration configuration) =>
        Errors(configuration) is [var error, ..] ? throw new InferenceException(error.ToFailure()) : AkkaConfiguration.Of(configuration).Value;

    /// <summary>What is wrong in our part. Of several errors in it, the first is told with the number of others.</summary>
    public static IReadOnlyList<HoconError> Errors(ActorInferenceConfiguration configuration)
    {
        var errors = new List<HoconError>();
        var section = configuration.Root.TryGet(Section, out var found) ? found as HoconObject : null;
        foreach (var field in section?.Fields ?? [])
        {
            // Akka.NET passes over what it does not know, and has nothing that is called nearly so.
            if (field.Key == Own || NearestKey.Of(field.Key, [Own]) is null) continue;
            errors.Add(new(field.Position.File, field.Position.Line, field.Position.Column, $"{Section}.{HoconWriter.WriteKey(field.Key)} is nothing of Akka.NET's; did you mean {Section}.{Own}?"));
        }

        if (AkkaConfiguration.Of(configuration).TryGet(out _, out var failure)) return errors;
        var place = Place().Match(failure.Message);
        if (place.Success) errors.Add(new(place.Groups["file"].Value, Number("line"), Number("column"), place.Groups["message"].Value));
        else errors.Add(new($"{Section}.{Own}", 0, 0, failure.Message));
        return errors;

        int Number(string group) => int.Parse(place.Groups[group].ValueSpan, CultureInfo.InvariantCulture);
    }

    // As a HoconError is written.
    [GeneratedRegex("^(?<file>.+?):(?<line>[0-9]+):(?<column>[0-9]+): (?<message>.+)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Place();
}
