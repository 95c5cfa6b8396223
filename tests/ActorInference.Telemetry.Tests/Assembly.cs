// The meter is one for the process: whatever another test did meanwhile would be counted too.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
