using System.Globalization;
using System.IO.Enumeration;

namespace ActorInference.Cli.Verifying;

/// <summary>Finds the cases below a folder, in the layout of ONNX's own backend tests. Links to folders are not followed: they may lead in circles.</summary>
internal static class CaseFinder
{
    private const string ModelName = "model.onnx";
    private const string DataSetPrefix = "test_data_set_";

    /// <summary>The cases below <paramref name="root"/> in ordinal order of their names, with the name of the root in front of each.</summary>
    public static IReadOnlyList<VerifyCase> Below(string root)
    {
        var options = new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None, IgnoreInaccessible = true };
        var models = new FileSystemEnumerable<string>(root, static (ref FileSystemEntry entry) => entry.ToFullPath(), options)
        {
            ShouldIncludePredicate = static (ref FileSystemEntry entry) => !entry.IsDirectory && entry.FileName.SequenceEqual(ModelName),
            ShouldRecursePredicate = static (ref FileSystemEntry entry) => !entry.Attributes.HasFlag(FileAttributes.ReparsePoint),
        };
        return [.. models.Select(model => Case(root, model)).Where(found => found.DataSets.Count > 0).OrderBy(found => found.Name, StringComparer.Ordinal)];
    }

    private static VerifyCase Case(string root, string model)
    {
        var folder = Path.GetDirectoryName(model)!;
        var below = Path.GetRelativePath(root, folder);
        var name = below == "." ? root : Path.Combine(root, below);
        var sets = Directory.EnumerateDirectories(folder, DataSetPrefix + "*")
            .Select(path => (Path: path, Number: Number(Path.GetFileName(path), DataSetPrefix, "")))
            .Where(set => set.Number >= 0)
            .OrderBy(set => set.Number)
            .Select(set => new DataSet(Path.GetFileName(set.Path), Files(set.Path, "input_"), Files(set.Path, "output_")));
        return new(name.Replace('\\', '/'), model, [.. sets]);
    }

    private static DataFile[] Files(string folder, string prefix) =>
    [
        .. Directory.EnumerateFiles(folder, prefix + "*.pb")
            .Select(path => new DataFile(Number(Path.GetFileName(path), prefix, ".pb"), path))
            .Where(file => file.Position >= 0)
            .OrderBy(file => file.Position),
    ];

    /// <summary>The number between prefix and suffix; -1 when there is none.</summary>
    private static int Number(string name, string prefix, string suffix)
    {
        var digits = name.AsSpan(prefix.Length, name.Length - prefix.Length - suffix.Length);
        return int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1;
    }
}
