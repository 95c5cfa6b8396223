namespace ActorInference.Configuration.Syntax;

/// <summary>The path of an object in its file, for what is included there. The root has no key.</summary>
internal sealed record Place(Place? Parent, string? Key)
{
    public Place Below(string key) => new(this, key);

    public string[] ToPath()
    {
        var path = new List<string>();
        for (var place = this; place?.Key is not null; place = place.Parent) path.Add(place.Key);
        path.Reverse();
        return path.ToArray();
    }
}
