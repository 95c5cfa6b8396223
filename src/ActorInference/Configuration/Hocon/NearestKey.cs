namespace ActorInference.Configuration;

/// <summary>What somebody who wrote a wrong word probably meant.</summary>
public static class NearestKey
{
    private const int LongestWord = 64;

    /// <summary>
    /// The known word with the fewest changed, missing, superfluous or swapped letters; null when none is near
    /// (more than a third of the letters differ) or the word is longer than any key.
    /// </summary>
    public static string? Of(string word, IEnumerable<string> known)
    {
        if (word.Length > LongestWord) return null;
        string? nearest = null;
        var least = int.MaxValue;
        foreach (var candidate in known)
        {
            if (candidate.Length > LongestWord) continue;
            var distance = Distance(word.ToLowerInvariant(), candidate.ToLowerInvariant());
            if (distance >= least || distance > Math.Max(1, (Math.Max(word.Length, candidate.Length) + 2) / 3)) continue;
            least = distance;
            nearest = candidate;
        }

        return nearest;
    }

    private static int Distance(string a, string b)
    {
        var above2 = new int[b.Length + 1];
        var above = new int[b.Length + 1];
        var row = new int[b.Length + 1];
        for (var j = 0; j <= b.Length; j++) above[j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                row[j] = Math.Min(Math.Min(above[j], row[j - 1]) + 1, above[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) row[j] = Math.Min(row[j], above2[j - 2] + 1);
            }

            (above2, above, row) = (above, row, above2);
        }

        return above[b.Length];
    }
}
