using System.Text.Json;
using System.Threading.Channels;

namespace ActorInference.Akka.Tests;

/// <summary>A process for the frontends of a class of tests, one after the other: what it has compiled for one serves the next. See <see cref="FrontendProgram"/>.</summary>
public sealed class FrontendProcess : IAsyncLifetime, IDisposable
{
    private readonly TestProcess _process = TestProcess.Start(nameof(FrontendProgram));
    private readonly Channel<string> _sights = Channel.CreateUnbounded<string>();
    private readonly Channel<string> _others = Channel.CreateUnbounded<string>();
    private readonly SemaphoreSlim _looking = new(1);
    private readonly Task _listening;

    public FrontendProcess() => _listening = Listen();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await _process.DisposeAsync();
        await _listening;
    }

    public void Dispose() => _looking.Dispose();

    /// <summary>Gives an order that is answered by nothing.</summary>
    internal Task Tell(string order) => _process.Tell(order);

    /// <summary>Gives an order that is answered by a line; one at a time.</summary>
    internal async Task<string> Ask(string order, TimeSpan limit)
    {
        await _process.Tell(order);
        return await _others.Reader.ReadAsync().AsTask().WaitAsync(limit);
    }

    /// <summary>Gives an order that is answered by a sight, at any time.</summary>
    internal async Task<FrontendSight> Look(string order = FrontendProgram.Look)
    {
        await _looking.WaitAsync();
        try
        {
            await _process.Tell(order);
            return JsonSerializer.Deserialize<FrontendSight>(await _sights.Reader.ReadAsync().AsTask().WaitAsync(Until.Limit))!;
        }
        finally
        {
            _looking.Release();
        }
    }

    // A sight is an object.
    private async Task Listen()
    {
        while (await _process.Line() is { Length: > 0 } line) await (line.StartsWith('{') ? _sights : _others).Writer.WriteAsync(line);
        _sights.Writer.Complete();
        _others.Writer.Complete();
    }
}
