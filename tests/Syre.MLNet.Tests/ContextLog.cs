using Microsoft.ML;
using Microsoft.ML.Runtime;

namespace Syre.MLNet.Tests;

internal static class ContextLog
{
    /// <summary>Adds to the list what the context warns of from now on.</summary>
    public static MLContext WarningsTo(this MLContext ml, List<string> warnings)
    {
        ml.Log += (_, message) =>
        {
            if (message.Kind == ChannelMessageKind.Warning)
                warnings.Add(message.RawMessage);
        };
        return ml;
    }
}
