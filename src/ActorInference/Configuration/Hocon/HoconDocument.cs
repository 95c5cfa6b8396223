using System.Diagnostics.CodeAnalysis;
using ActorInference.Configuration.Resolution;
using ActorInference.Configuration.Syntax;

namespace ActorInference.Configuration;

/// <summary>
/// Reads HOCON, the configuration format that is a superset of JSON: comments, paths as keys, merging of objects, <c>+=</c>,
/// joining of values, substitutions, includes. Departures from its specification, all of them stricter: a document is an object;
/// whitespace beside the dot of a key, <c>url(...)</c> and <c>classpath(...)</c> are errors; arrays and objects nest at most
/// <see cref="MaxDepth"/> deep. As specified, a missing file is an error only for <c>include required("...")</c>.
/// No input makes it throw; the time is linear in the input but for what substitutions multiply, which is bounded.
/// </summary>
public static class HoconDocument
{
    /// <summary>How deep arrays, objects, paths and chains of substitutions may nest: far beyond any real file, far within any thread's stack.</summary>
    public const int MaxDepth = 64;

    /// <summary>Reads a file.</summary>
    public static Outcome<HoconObject> Load(string path, HoconOptions? options = null)
    {
        options ??= HoconOptions.Default;
        if (!options.ReadFile(path).TryGet(out var text, out var failure)) return failure;
        return text is null ? new Failure(ErrorKind.NotFound, $"{path}: there is no such file.") : Parse(text, path, options);
    }

    /// <summary>Reads a text. Includes are looked for beside <paramref name="fileName"/>, which positions name too.</summary>
    public static Outcome<HoconObject> Parse(string text, string fileName, HoconOptions? options = null) =>
        TryParse(text, fileName, options ?? HoconOptions.Default, out var document, out var error) ? document : error.ToFailure();

    /// <summary>As <see cref="Parse"/>, with the error in parts.</summary>
    public static bool TryParse(
        string text,
        string fileName,
        HoconOptions options,
        [NotNullWhen(true)] out HoconObject? document,
        [NotNullWhen(false)] out HoconError? error)
    {
        document = null;
        var parser = new HoconParser(new SourceText(fileName, text), new Includes(options.ReadFile), [], outerDepth: 0);
        return parser.TryParse(out var root, out error) && new HoconResolver(root, options.Environment).TryResolve(out document, out error);
    }
}
