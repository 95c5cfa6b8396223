namespace ActorInference.Akka.Tests;

/// <summary>A frontend process at one moment.</summary>
/// <param name="Nodes">Nodes that it knows.</param>
/// <param name="Eligible">Those that requests may go to.</param>
/// <param name="Resent">Requests that went to a node more than once.</param>
/// <param name="Results">Pictures that have had their result.</param>
/// <param name="LostStreams">Streams that were lost with their nodes.</param>
/// <param name="Unanswered">Requests that have had no reply.</param>
/// <param name="Surplus">Replies to requests that had one already.</param>
/// <param name="Rented">Tensors that have not been given back.</param>
internal sealed record FrontendSight(int Nodes, int Eligible, long Resent, int Results, int LostStreams, int Unanswered, int Surplus, long Rented);
