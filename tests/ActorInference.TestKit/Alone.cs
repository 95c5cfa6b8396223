namespace ActorInference.TestKit;

/// <summary>The name of the collection whose tests run after all others, one by one: they measure the whole process.</summary>
public static class Alone;
