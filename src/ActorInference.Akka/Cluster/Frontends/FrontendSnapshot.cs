using System.Globalization;
using System.Text;
using Akka.Actor;

namespace ActorInference.Akka;

/// <summary>A frontend at one moment.</summary>
/// <param name="Waiting">Requests that wait for a node.</param>
/// <param name="Bytes">Bytes of the inputs of all requests that it has.</param>
/// <param name="Nodes">The nodes that it knows.</param>
/// <param name="Resent">Requests that went to a node more than once, since the start.</param>
public sealed record FrontendSnapshot(int Waiting, long Bytes, IReadOnlyList<FrontendNodeSnapshot> Nodes, long Resent) : INoSerializationVerificationNeeded
{
    // With the nodes themselves in the place of their list's type.
    private bool PrintMembers(StringBuilder text)
    {
        text.Append(CultureInfo.InvariantCulture, $"{nameof(Waiting)} = {Waiting}, {nameof(Bytes)} = {Bytes}, {nameof(Nodes)} = [{string.Join(", ", Nodes)}], {nameof(Resent)} = {Resent}");
        return true;
    }
}

/// <summary>A node as a frontend sees it.</summary>
/// <param name="Address">Its address in the cluster.</param>
/// <param name="IsEligible">Whether requests may go to it: it has answered, can be reached, and does not leave.</param>
/// <param name="Window">How many of this frontend's requests it takes.</param>
/// <param name="Sent">How many it has.</param>
/// <param name="Queue">How many it has of all frontends, as far as one can know.</param>
/// <param name="ServiceTime">The time that each request at the node adds to what the next one will take; 0: not known yet.</param>
public sealed record FrontendNodeSnapshot(Address Address, bool IsEligible, int Window, int Sent, int Queue, TimeSpan ServiceTime);
