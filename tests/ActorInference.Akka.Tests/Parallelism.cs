// Tests of clusters mostly wait: for processes, heartbeats and each other. More of them run side by side than there are cores.
[assembly: CollectionBehavior(MaxParallelThreads = 4)]
