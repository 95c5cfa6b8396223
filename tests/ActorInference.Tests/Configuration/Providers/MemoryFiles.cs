using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Primitives;

namespace ActorInference.Tests.Configuration.Providers;

/// <summary>Files that lie on no disk, and change when they are told to.</summary>
internal sealed class MemoryFiles(Dictionary<string, string> files) : IFileProvider
{
    private ConfigurationReloadToken _change = new();

    /// <summary>Changes a file and tells those who watch.</summary>
    public void Change(string name, string text)
    {
        files[name] = text;
        Interlocked.Exchange(ref _change, new()).OnReload();
    }

    public IFileInfo GetFileInfo(string subpath) => files.TryGetValue(subpath, out var text) ? new MemoryFile(subpath, Encoding.UTF8.GetBytes(text)) : new NotFoundFileInfo(subpath);

    public IDirectoryContents GetDirectoryContents(string subpath) => NotFoundDirectoryContents.Singleton;

    public IChangeToken Watch(string filter) => _change;

    private sealed class MemoryFile(string name, byte[] bytes) : IFileInfo
    {
        public bool Exists => true;

        public long Length => bytes.Length;

        public string? PhysicalPath => null;

        public string Name => name;

        public DateTimeOffset LastModified => default;

        public bool IsDirectory => false;

        public Stream CreateReadStream() => new MemoryStream(bytes);
    }
}
