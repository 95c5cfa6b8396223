using System.ComponentModel;
using System.Diagnostics;

namespace ActorInference.Video;

/// <summary>
/// A child process that cannot be left behind. One thread owns it: it starts the child, reads its standard error, and lives until the child has exited, because the signal by which
/// Linux ends a child goes by the thread that started it. Disposing kills the child, with its own children, and returns when it is gone.
/// <see cref="Input"/> and <see cref="Output"/> are each for one caller at a time; everything else is for any thread.
/// </summary>
internal sealed class ChildProcess : IAsyncDisposable
{
    private readonly ChildStart _start;
    private readonly Process _process;
    private readonly ErrorLines _errors = new();
    private readonly TaskCompletionSource<Failure?> _started = new();
    private readonly TaskCompletionSource<int> _exited = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _disposed;
    private volatile bool _isKilled; // by us

    private ChildProcess(ChildStart start)
    {
        _start = start;
        var words = Leash.For(start.Program);
        _process = new Process
        {
            StartInfo = new ProcessStartInfo(words[0], [.. words[1..], .. start.Arguments])
            {
                UseShellExecute = false,
                RedirectStandardError = true,
                RedirectStandardInput = start.Input != ChildInput.Inherited,
                RedirectStandardOutput = start.Output != ChildOutput.Inherited,
                CreateNoWindow = true,
                WorkingDirectory = start.Folder ?? "",
            },
        };
    }

    /// <summary>The system's number for it.</summary>
    public int Id { get; private set; }

    /// <summary>Where <see cref="ChildInput.Fed"/> children read; closing it tells the child that there is no more. Writing throws <see cref="IOException"/> once the child is gone.</summary>
    public Stream Input { get; private set; } = Stream.Null;

    /// <summary>What <see cref="ChildOutput.Read"/> children write; it ends when the child is gone. Reads block, and may read straight into native memory.</summary>
    public Stream Output { get; private set; } = Stream.Null;

    /// <summary>Its exit code (128 + the signal for a child that was killed), when it is gone and everything it said has been read. Never faults.</summary>
    public Task<int> Exited => _exited.Task;

    /// <summary>What ended it that was not we, in words that stand behind "was ended by"; null when it ended by itself, or by <see cref="Kill"/>. To be asked once it has exited.</summary>
    public string? EndedBy => _isKilled ? null : ExitSignal.Of(Exited.GetAwaiter().GetResult(), LastWords);

    /// <summary>What it last said on standard error that says something; null when it said nothing. Complete once it has exited.</summary>
    public string? LastWords => _errors.LastWords;

    /// <summary>Starts a child. The caller disposes it.</summary>
    public static Outcome<ChildProcess> Start(ChildStart start)
    {
        var child = new ChildProcess(start);
        new Thread(child.Own) { IsBackground = true, Name = $"child {Path.GetFileNameWithoutExtension(start.Program)}" }.Start();
        if (child._started.Task.GetAwaiter().GetResult() is not { } failure) return child;
        child._process.Dispose();
        return failure;
    }

    /// <summary>Ends it and its own children at once; nothing happens when it is gone. Does not wait.</summary>
    public void Kill()
    {
        try
        {
            if (_exited.Task.IsCompleted) return;
            _isKilled = true;
            _process.Kill(entireProcessTree: true);
        }
        catch (Exception gone) when (gone is InvalidOperationException or Win32Exception or AggregateException)
        {
            // It has ended by itself meanwhile, or is about to.
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            await _exited.Task.ConfigureAwait(false);
            return;
        }

        Kill();
        await _exited.Task.ConfigureAwait(false);
        ClosePipes();
        _process.Dispose();
    }

    // The process leaves open what it has given away, until the garbage collector comes by; a source that breaks off again and again would run out of descriptors.
    private void ClosePipes()
    {
        Output.Dispose();
        try
        {
            Input.Dispose();
        }
        catch (IOException)
        {
            // The child is gone, and what it did not take with it.
        }
    }

    // The owning thread. It ends after the child has: see the class.
    private void Own()
    {
        try
        {
            _process.Start();
        }
        catch (Exception refused) when (refused is Win32Exception or IOException or UnauthorizedAccessException)
        {
            _exited.SetResult(-1);
            _started.SetResult(new(ErrorKind.NotFound, $"'{_start.Program}' cannot be started: {refused.Message}."));
            return;
        }

        Id = _process.Id;
        if (_start.Input == ChildInput.Fed) Input = _process.StandardInput.BaseStream;
        else if (_start.Input == ChildInput.None) _process.StandardInput.Dispose();
        if (_start.Output == ChildOutput.Read) Output = _process.StandardOutput.BaseStream;
        else if (_start.Output == ChildOutput.None) _process.StandardOutput.Dispose();
        using var errors = _process.StandardError.BaseStream;
        _started.SetResult(null);

        _errors.ReadToEnd(errors);
        _process.WaitForExit();
        _exited.SetResult(_process.ExitCode);
    }
}
