namespace PictureCluster;

/// <summary>What a run and the nodes that it starts say to each other: a node hears on its standard input, and is heard on its standard output.</summary>
internal static class Orders
{
    /// <summary>To a node: leave in good order. Where its input ends instead, whoever started it is gone, and so is everything that it works for.</summary>
    public const string Leave = "leave";

    /// <summary>From a node: it is a member, under the address behind this.</summary>
    public const string Joined = "joined as ";

    /// <summary>From a node that leaves: how many pictures it ran.</summary>
    public const string Ran = "pictures run: ";

    /// <summary>Listens to the run that has started this node.</summary>
    public static void Obey(Action leave) => new Thread(() =>
    {
        while (Console.In.ReadLine() is { } order)
        {
            if (order == Leave) leave();
        }

        Environment.Exit(ExitCode.SomeFailed);
    })
    {
        IsBackground = true,
        Name = "orders",
    }.Start();
}
