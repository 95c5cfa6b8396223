using ActorInference.Akka;
using ActorInference.Cli.Terminal;
using ActorInference.Configuration;
using Akka.Actor;
using Akka.Configuration;

namespace ActorInference.Cli.Akka;

/// <summary>What a node begins with, checked as far as it can be without a model or a connection.</summary>
/// <param name="Config">Its actor system's configuration.</param>
/// <param name="Roles">Its roles.</param>
/// <param name="Model">The file of its model, with the role inference; else null.</param>
/// <param name="Name">What frontends call the model.</param>
/// <param name="Seeds">Whom it asks to let it in.</param>
/// <param name="Listen">Where it listens.</param>
internal sealed record NodeSettings(Config Config, string[] Roles, string? Model, string Name, Address[] Seeds, ListenAddress Listen)
{
    /// <summary>Throws <see cref="InferenceException"/>, which says what is wrong.</summary>
    /// <param name="config">What is configured.</param>
    /// <param name="model">The model's file; null for none.</param>
    /// <param name="name">What frontends are to call it; null: as the file.</param>
    public static NodeSettings Read(Config config, string? model, string? name)
    {
        if (config.GetString("akka.actor.provider", "local") is not "cluster")
            throw Invalid($"no cluster is configured: akka.actor.provider is not cluster. {CommandConfiguration.OptionName} config/cluster.conf is one to begin with.");
        var roles = NodeRoles.Read(config.GetStringList("akka.cluster.roles", [])).Value;
        var infers = roles.Contains(ClusterNode.Role);
        if (infers && model is null) throw Invalid($"a node with the role {ClusterNode.Role} needs a model; name its file, or give the node another role.");
        if (!infers && model is not null) throw Invalid($"a node with the {NodeRoles.InWords(roles)} runs no model; leave it out, or give the node the role {ClusterNode.Role}.");
        name ??= Path.GetFileNameWithoutExtension(model ?? "");
        if (infers && !ClusterNode.CanName(name)) throw Invalid($"'{name}' cannot name a model in a cluster; say --name with letters, digits, -, _ and dots.");

        string[] seeds = [.. config.GetStringList(SeedAddress.Key, [])];
        if (SeedAddress.WhyNot(seeds, CommandSystem.Name) is { } wrongSeed) throw Invalid(wrongSeed);
        var listen = new ListenAddress(config.GetString($"{ListenAddress.Key}.hostname", ""), config.GetString($"{ListenAddress.Key}.port", "2552")); // Akka.NET's own where none is said
        if (listen.WhyNoPort is { } wrongPort) throw Invalid(wrongPort);

        // It joins its seeds when it can work; roles may have been several in one.
        var over = ConfigurationFactory.ParseString($"akka.cluster {{ roles = [{string.Join(", ", roles.Select(HoconWriter.Quote))}], seed-nodes = [] }}");
        return new(over.WithFallback(config), roles, model, name, [.. seeds.Select(Address.Parse)], listen);
    }

    private static InferenceException Invalid(string message) => new(new(ErrorKind.InvalidInput, message));
}
