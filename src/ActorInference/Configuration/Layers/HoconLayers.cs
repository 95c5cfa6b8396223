using System.Diagnostics.CodeAnalysis;
using ActorInference.Configuration.Resolution;
using ActorInference.Configuration.Syntax;

namespace ActorInference.Configuration.Layers;

/// <summary>
/// Documents over each other, resolved as one: a key of a later one merges with or replaces that of those before it, and substitutions see the whole. Used once.
/// </summary>
internal sealed class HoconLayers(HoconOptions options)
{
    private ObjectNode? _root;

    /// <summary>Puts a document over what is there.</summary>
    public HoconError? Add(string text, string fileName) => Add(new SourceText(fileName, text));

    /// <summary>Puts a setting over what is there.</summary>
    public HoconError? Add(ConfigurationSetting setting)
    {
        var value = setting.Value is ['[' or '{', ..] or "null" ? setting.Value : HoconWriter.Quote(setting.Value);
        return Add(new SourceText(setting.Origin, $"{setting.Key} = {value}", isWhole: true));
    }

    public bool TryResolve([NotNullWhen(true)] out HoconObject? document, [NotNullWhen(false)] out HoconError? error) =>
        new HoconResolver(_root!, options.Environment).TryResolve(out document, out error);

    private HoconError? Add(SourceText source)
    {
        if (!new HoconParser(source, new Includes(options.ReadFile), [], outerDepth: 0).TryParse(out var layer, out var error)) return error;
        if (_root is null) _root = layer;
        else _root.Merge(layer);
        return null;
    }
}
