using System.Text.Json.Nodes;
using Syre.MLNet;

namespace Syre.Studies.Texts;

/// <summary>One way to train on texts.</summary>
/// <param name="Options">What differs from the trainer's defaults; null for nothing.</param>
/// <param name="Networks">Networks of seeds that follow each other, whose probabilities are averaged. Default 1.</param>
/// <param name="IsRefitted">
/// Whether the first network, which chooses an epoch by rows held back, is only a probe: another is trained on all rows for so many epochs.
/// </param>
internal sealed record TextArm(JsonObject? Options = null, int Networks = 1, bool IsRefitted = false)
{
    /// <summary>The options of a network.</summary>
    /// <param name="seed">Its seed.</param>
    public SyreTextClassificationOptions OptionsFor(int seed)
    {
        JsonObject whole = Options?.DeepClone().AsObject() ?? [];
        whole["Trainer"] = "SyreTextClassification";
        return (SyreTextClassificationOptions)SyreTrainerOptions.FromJson(whole.ToJsonString()) with { Threads = 1, Seed = seed };
    }
}
