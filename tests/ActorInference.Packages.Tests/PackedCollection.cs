namespace ActorInference.Packages.Tests;

/// <summary>All tests of packages share one folder of them, and come one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class PackedCollection : ICollectionFixture<PackedFolder>
{
    public const string Name = "packages";
}
