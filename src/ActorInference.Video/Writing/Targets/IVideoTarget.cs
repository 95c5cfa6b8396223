namespace ActorInference.Video;

/// <summary>Where frames go. One call at a time; after a failure only <see cref="AbandonAsync"/>.</summary>
internal interface IVideoTarget
{
    /// <summary>The source index of the frame to go on with; 0 for a new run.</summary>
    long NextFrame { get; }

    /// <summary>How many frames are there from the run that is gone on with; 0 for a new run.</summary>
    long FramesBefore { get; }

    /// <summary>Takes a frame, which stays the caller's.</summary>
    ValueTask<Failure?> WriteAsync(VideoFrame frame, CancellationToken cancel);

    /// <summary>Makes the target whole and puts it in its place.</summary>
    Task<Failure?> CompleteAsync(CancellationToken cancel);

    /// <summary>Ends what runs and lets go of everything; also after <see cref="CompleteAsync"/>. With <paramref name="keep"/>, what was done stays for another run to go on with.</summary>
    Task AbandonAsync(bool keep);
}
