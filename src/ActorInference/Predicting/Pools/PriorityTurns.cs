namespace ActorInference.Predicting;

/// <summary>
/// Whose turn it is: the highest level that waits, but a level that has been passed over <see cref="Patience"/> times goes first.
/// So the lowest gets at least one turn in nine under a flood of the highest, and two flooded levels do not starve the third.
/// </summary>
internal sealed class PriorityTurns
{
    /// <summary>How many levels of priority there are.</summary>
    public const int Levels = 3;

    // Eight keeps 8/9 of a flooded pool for the highest level: enough that priority is felt, little enough that the lowest is seen to move.
    private const int Patience = 8;

    private readonly int[] _passedOver = new int[Levels];

    /// <summary>The levels in the order in which they should be looked at.</summary>
    public void Order(Span<int> levels)
    {
        var starving = -1;
        for (var level = 0; level < Levels; level++)
        {
            if (_passedOver[level] >= Patience && (starving < 0 || _passedOver[level] > _passedOver[starving])) starving = level;
        }

        var next = 0;
        if (starving >= 0) levels[next++] = starving;
        for (var level = 0; level < Levels; level++)
        {
            if (level != starving) levels[next++] = level;
        }
    }

    /// <summary>Notes who had a turn while <paramref name="waits"/> says who waited.</summary>
    public void Took(int level, ReadOnlySpan<bool> waits)
    {
        _passedOver[level] = 0;
        for (var other = 0; other < Levels; other++)
        {
            if (other != level && waits[other]) _passedOver[other]++;
        }
    }
}
