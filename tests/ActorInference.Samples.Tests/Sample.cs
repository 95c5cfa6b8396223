using System.Collections.Concurrent;
using System.Diagnostics;

namespace ActorInference.Samples.Tests;

/// <summary>A sample that runs as a process of its own, on a port of its own. Disposed, it is gone.</summary>
internal sealed class Sample : IAsyncDisposable
{
    private const string Listening = "Now listening on: ";

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _lines = [];
    private readonly ConcurrentQueue<string> _errorLines = [];
    private readonly Task _output;
    private readonly Task _errors;

    private Sample(ProcessStartInfo start)
    {
        _process = Process.Start(start)!;
        _output = ReadAsync(_process.StandardOutput, _lines);
        _errors = ReadAsync(_process.StandardError, _lines, _errorLines);
    }

    /// <summary>Speaks to it; there once it listens.</summary>
    public HttpClient Client { get; private set; } = null!;

    /// <summary>All it has said so far.</summary>
    public string Said => string.Join('\n', _lines);

    /// <summary>Where the built sample is; samples and tests are built alike.</summary>
    public static string FolderOf(string name) => Path.Combine(TestData.Repository, "samples", name, "bin", Configuration, "net10.0");

    /// <summary>Starts it and waits until it listens, which is when it is ready.</summary>
    public static async Task<Sample> StartAsync(string name, params string[] arguments)
    {
        var sample = new Sample(StartInfo("dotnet", [Program(name), "--urls=http://127.0.0.1:0", .. arguments]));
        await sample.IsReadyAsync();
        return sample;
    }

    /// <summary>The same with the command that its page shows, called in a folder.</summary>
    public static async Task<Sample> StartByCommandAsync(string name, string folder, params string[] arguments)
    {
        var project = Path.Combine(TestData.Repository, "samples", name);
        var start = StartInfo("dotnet", ["run", "--no-build", "-c", Configuration, "--project", project, "--", "--urls=http://127.0.0.1:0", .. arguments]);
        start.WorkingDirectory = folder;
        var sample = new Sample(start);
        await sample.IsReadyAsync();
        return sample;
    }

    /// <summary>The same as a unit of systemd, which is told over a socket how its unit is.</summary>
    /// <param name="systemd">A shell by the name of systemd: a service knows that it is a unit by who started it.</param>
    public static async Task<Sample> StartAsUnitAsync(string name, string systemd, string socket, params string[] arguments)
    {
        const string Script = """dotnet "$@" & trap 'kill -TERM $!' TERM; wait $!; wait $!""";
        var start = StartInfo(systemd, ["-c", Script, "sh", Program(name), "--urls=http://127.0.0.1:0", .. arguments]);
        start.Environment["NOTIFY_SOCKET"] = socket;
        var sample = new Sample(start);
        await sample.IsReadyAsync();
        return sample;
    }

    /// <summary>Runs one that is expected to end by itself: its exit code and what it said.</summary>
    public static async Task<(int ExitCode, string Said)> RunAsync(string name, params string[] arguments)
    {
        var (exitCode, said, _) = await FailAsync(name, arguments);
        return (exitCode, said);
    }

    /// <summary>Runs one that is expected to end by itself, and also gives what it said on standard error.</summary>
    public static Task<(int ExitCode, string Said, string Errors)> FailAsync(string name, params string[] arguments) => FailWithAsync([], name, arguments);

    /// <summary>The same with environment variables.</summary>
    public static async Task<(int ExitCode, string Said, string Errors)> FailWithAsync(Dictionary<string, string> environment, string name, params string[] arguments)
    {
        var start = StartInfo("dotnet", [Program(name), "--urls=http://127.0.0.1:0", .. arguments]);
        foreach (var (variable, value) in environment) start.Environment[variable] = value;
        await using var sample = new Sample(start);
        return (await sample.EndAsync(), sample.Said, string.Join('\n', sample._errorLines));
    }

    /// <summary>Tells it to stop, as a service manager does, and waits until it has: its exit code.</summary>
    public Task<int> StopAsync()
    {
        Signals.Send("TERM", _process);
        return EndAsync();
    }

    /// <summary>Ends it in the middle of whatever it does.</summary>
    public Task<int> KillAsync()
    {
        _process.Kill(entireProcessTree: true);
        return EndAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) await KillAsync();
        Client?.Dispose();
        _process.Dispose();
    }

    private static string Configuration => Path.GetFileName(Path.GetDirectoryName(AppContext.BaseDirectory.TrimEnd('/', '\\'))!);

    private static string Program(string name) => Path.Combine(FolderOf(name), $"{name}.dll");

    private static ProcessStartInfo StartInfo(string program, string[] arguments) => new(program, arguments)
    {
        UseShellExecute = false,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
        WorkingDirectory = Path.GetTempPath(), // it finds what it needs from wherever it is started
    };

    private async Task IsReadyAsync()
    {
        var address = default(string);
        await Until.Async(
            () => (address = _lines.Select(line => line.Split(Listening)).FirstOrDefault(parts => parts.Length == 2)?[1]) is not null || _process.HasExited,
            () => $"it does not listen; it said\n{Said}");
        Assert.True(address is not null, $"it has ended; it said\n{Said}");
        Client = new HttpClient { BaseAddress = new(address) };
    }

    private async Task<int> EndAsync()
    {
        await Until.Async(() => _process.HasExited, () => $"it does not end; it said\n{Said}");
        await Task.WhenAll(_output, _errors);
        return _process.ExitCode;
    }

    private static async Task ReadAsync(StreamReader reader, params ConcurrentQueue<string>[] lines)
    {
        while (await reader.ReadLineAsync() is { } line)
        {
            foreach (var queue in lines) queue.Enqueue(line);
        }
    }
}
