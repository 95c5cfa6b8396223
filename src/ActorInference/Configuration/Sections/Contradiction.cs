namespace ActorInference.Configuration.Sections;

/// <summary>Settings that are right each by itself and cannot be together.</summary>
internal static class Contradiction
{
    /// <summary>Refuses at the key of the highest layer, which is the one that somebody wrote last, and names the places of the others that are no defaults.</summary>
    public static void Refuse(string message, params IReadOnlyList<(HoconReader? Reader, string Key)> keys)
    {
        var placed = keys.Where(key => key.Reader is not null).Select(key => (Reader: key.Reader!, key.Key, Place: key.Reader!.PlaceOf(key.Key))).ToList();
        if (placed.Count == 0) return;
        var ranks = placed[0].Reader.Ranks;
        var cause = placed.MaxBy(key => (ranks.Of(key.Place), key.Place.Line));
        var others = placed.Where(key => key != cause && !ranks.IsDefault(key.Place)).Select(key => $"{key.Reader.NameOf(key.Key)} at {key.Place}").ToList();
        cause.Reader.Refuse(cause.Key, $"does not fit: {message}{(others.Count == 0 ? "" : $" (see also {string.Join(", ", others)})")}");
    }
}
