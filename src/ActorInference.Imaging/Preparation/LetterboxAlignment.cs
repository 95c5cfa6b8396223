namespace ActorInference.Imaging;

/// <summary>Where a letterboxed picture lies.</summary>
public enum LetterboxAlignment
{
    /// <summary>In the middle; an odd pixel goes to the right and below.</summary>
    Centre,

    /// <summary>In the upper left corner.</summary>
    TopLeft,
}
