namespace Syre.MLNet.Tests.Text;

/// <summary>Options that train in a second.</summary>
internal static class SmallText
{
    public static SyreTextClassificationOptions Options { get; } = new()
    {
        Epochs = 4, BatchSize = 16, HiddenUnits = 8, Threads = 1, Device = "cpu", Seed = 1,
    };
}
