using Xunit.Abstractions;

// Tests of processes mostly wait: for processes to start, for heartbeats and for each other. More run side by side than there are cores, and the longest begin.
[assembly: CollectionBehavior(MaxParallelThreads = 4)]
[assembly: TestCollectionOrderer("ActorInference.Akka.Tests.ProcessesFirst", "ActorInference.Akka.Tests")]

namespace ActorInference.Akka.Tests;

/// <summary>Begins with the tests of processes, which take longest.</summary>
public sealed class ProcessesFirst : ITestCollectionOrderer
{
    public IEnumerable<ITestCollection> OrderTestCollections(IEnumerable<ITestCollection> testCollections) => testCollections.OrderBy(collection => IsOfProcesses(collection.DisplayName) ? 0 : 1);

    private static bool IsOfProcesses(string name) => name.Contains(".Processes.", StringComparison.Ordinal) || name.Contains(".Samples.", StringComparison.Ordinal);
}
