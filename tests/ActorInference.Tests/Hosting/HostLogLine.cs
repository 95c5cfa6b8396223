using Microsoft.Extensions.Logging;

namespace ActorInference.Tests.Hosting;

/// <summary>One line of a host's log.</summary>
internal sealed record HostLogLine(string Category, LogLevel Level, int Id, string Text, IReadOnlyDictionary<string, object?> Fields);
