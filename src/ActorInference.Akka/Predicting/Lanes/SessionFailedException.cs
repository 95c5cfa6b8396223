namespace ActorInference.Akka.Predicting;

/// <summary>What a lane fails with when its session failed in a way that may last: its supervisor decides what becomes of both.</summary>
/// <param name="failure">How it failed.</param>
/// <param name="isTooMuch">Whether that was one failure too many for the pool; counted when the session went out of use, for others may miss it before a supervisor hears of it.</param>
internal sealed class SessionFailedException(Failure failure, bool isTooMuch) : Exception(failure.Message)
{
    public bool IsTooMuch => isTooMuch;
}
