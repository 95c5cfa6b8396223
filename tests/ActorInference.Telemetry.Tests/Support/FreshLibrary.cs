using System.Reflection;
using System.Runtime.Loader;

namespace ActorInference.Telemetry.Tests;

/// <summary>The library as in a process that has not used it yet: with instruments that nobody has heard of.</summary>
internal static class FreshLibrary
{
    /// <summary>Calls a static method of this assembly, loaded anew with the library.</summary>
    public static void Call(Type type, string method)
    {
        var context = new Context();
        var fresh = context.LoadFromAssemblyPath(type.Assembly.Location).GetType(type.FullName!)!;
        fresh.GetMethod(method, BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)!.Invoke(null, BindingFlags.DoNotWrapExceptions, null, null, null);
    }

    private sealed class Context() : AssemblyLoadContext("fresh")
    {
        protected override Assembly? Load(AssemblyName name) =>
            name.Name!.StartsWith("ActorInference", StringComparison.Ordinal) ? LoadFromAssemblyPath(Path.Combine(AppContext.BaseDirectory, $"{name.Name}.dll")) : null;
    }
}
