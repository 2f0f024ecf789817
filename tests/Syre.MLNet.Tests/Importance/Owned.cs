using Microsoft.ML;

namespace Syre.MLNet.Tests.Importance;

/// <summary>A model that is disposed of with this, where it can be.</summary>
internal sealed class Owned : IDisposable
{
    private Owned(ITransformer value) => Value = value;

    public ITransformer Value { get; }

    public static Owned Of(ITransformer model) => new(model);

    public void Dispose() => (Value as IDisposable)?.Dispose();
}
