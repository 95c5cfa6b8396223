using ActorInference.Configuration;

namespace ActorInference.Cli.Akka;

/// <summary>The roles of a node: those of <c>akka.cluster.roles</c>, of which each may be several with commas between them, as the variable ROLE of config/cluster.conf holds them.</summary>
internal static class NodeRoles
{
    /// <summary>What ActorInference knows: <c>ClusterNode.Role</c> and <c>ClusterFrontend.Role</c>.</summary>
    public static IReadOnlyList<string> Known { get; } = ["inference", "frontend"];

    /// <summary>Each by itself; a failure where one is empty, or written nearly as one that is known.</summary>
    public static Outcome<string[]> Read(IEnumerable<string> configured)
    {
        string[] roles = [.. configured.SelectMany(text => text.Split(',')).Select(role => role.Trim()).Distinct()];
        foreach (var role in roles)
        {
            if (role.Length == 0) return Invalid($"ROLE (akka.cluster.roles) has an empty role in it; say {Choice}, or both as inference,frontend.");
            if (!Known.Contains(role) && NearestKey.Of(role, Known) is { } nearest)
                return Invalid($"ROLE {role} (akka.cluster.roles): did you mean {nearest}? The roles known here are {string.Join(" and ", Known)}.");
        }

        return roles;
    }

    /// <summary>That ActorInference knows none of them, in one line; null where it does.</summary>
    public static string? Note(IReadOnlyCollection<string> roles) =>
        roles.Any(Known.Contains) ? null : $"the {InWords(roles)} means nothing to ActorInference, which knows {string.Join(" and ", Known)}: this node is a member of its cluster, and no more";

    /// <summary><c>role inference</c>, <c>roles inference, frontend</c>, <c>role none</c>.</summary>
    public static string InWords(IReadOnlyCollection<string> roles) => roles.Count == 0 ? "role none" : $"role{(roles.Count == 1 ? "" : "s")} {string.Join(", ", roles)}";

    private static string Choice => string.Join(" or ", Known);

    private static Failure Invalid(string message) => new(ErrorKind.InvalidInput, message);
}
