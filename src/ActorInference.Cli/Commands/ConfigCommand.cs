using System.CommandLine;
using ActorInference.Cli.Configuring;
using ActorInference.Cli.Terminal;
using ActorInference.Configuration;

namespace ActorInference.Cli.Commands;

/// <summary><c>config</c>: whether configuration files are right, and what is in effect.</summary>
internal sealed class ConfigCommand
{
    private readonly Argument<string[]> _files = new("file") { Description = $"Configuration files, each checked by itself. Without any: what {ConfigurationSources.FileVariable} names, and the environment.", Arity = ArgumentArity.ZeroOrMore };
    private readonly Argument<string?> _file = new("file") { Description = $"The configuration file. Default: what {ConfigurationSources.FileVariable} names, if anything.", Arity = ArgumentArity.ZeroOrOne };
    private readonly Option<int?> _cores = new("--cores") { Description = "The cores that lanes times threads may not exceed, for files of another machine. Default: those of this one." };

    private readonly Option<string[]> _foreign = new("--foreign")
    {
        Description = "A section, or a key at the root, of an application that the file is shared with: it is not looked into. Repeatable: --foreign restyling --foreign urls.",
        DefaultValueFactory = _ => [],
    };

    public static Command Create()
    {
        var config = new ConfigCommand();
        var check = new Command("check", "Checks configuration files: every error in one line, with file, line, key and what would be right.") { config._files, config._cores, config._foreign };
        check.SetAction((parsed, _) => Report.RunAsync(parsed, report => Task.FromResult(config.Check(parsed, report))));
        var show = new Command("show", "Shows every setting in effect and where it comes from.") { config._file };
        show.SetAction((parsed, _) => Report.RunAsync(parsed, report => Task.FromResult(EffectiveListing.Show(report, new() { File = parsed.GetValue(config._file), Sections = CommandConfiguration.Sections }))));
        return new Command("config", "Checks configuration files, and shows what is in effect.") { check, show };
    }

    private int Check(ParseResult parsed, Report report)
    {
        var cores = parsed.GetValue(_cores) ?? Environment.ProcessorCount;
        if (cores < 1) return report.Refuse(new(ErrorKind.InvalidInput, $"--cores must be 1 or more, not {cores}."));
        var sources = new ConfigurationSources { Sections = CommandConfiguration.Sections, OtherSections = parsed.GetRequiredValue(_foreign), Cores = cores };
        return parsed.GetValue(_files) is { Length: > 0 } files
            ? FileCheck.Run(report, files.Select(file => (file, FileCheck.Alone(sources, file))))
            : FileCheck.Run(report, [(sources.Environment.GetValueOrDefault(ConfigurationSources.FileVariable) ?? "environment", sources)]);
    }
}
