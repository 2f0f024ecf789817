using System.Runtime.InteropServices;
using Syre.MLNet.Networks;
using TorchSharp;

namespace Syre.MLNet.Scoring;

/// <summary>An ensemble in the CPU engine: each of its members.</summary>
internal sealed class EnsembleCopy : IEngineCopy
{
    private readonly EnsembleNetwork _network;
    private readonly EngineScorer.Copy[] _members;
    private readonly OutputBounds? _bounds;

    /// <param name="network">The ensemble.</param>
    public EnsembleCopy(EnsembleNetwork network)
    {
        (_network, _bounds) = (network, network.Bounds);
        _members = [.. network.Members.Select(member => new EngineScorer.Copy(member))];
    }

    public bool IsPresent => Array.TrueForAll(_members, member => member.IsPresent);

    public void Score(FeatureBlock rows, Span<float> outputs)
    {
        float[] values = rows.Values.ToArray();
        var of = new float[_members.Length][];
        for (int member = 0; member < _members.Length; member++)
        {
            values.CopyTo(rows.Values);
            of[member] = new float[outputs.Length];
            _members[member].Score(rows, of[member]);
        }
        _network.Mean.Apply(of, outputs, _network.Outputs);
        _bounds?.Apply(outputs);
    }

    public NetworkTrace Trace(FeatureBlock rows)
    {
        float[] values = rows.Values.ToArray();
        torch.Tensor outputs = torch.empty([rows.Count, _network.Outputs], torch.float32, torch.CPU);
        Score(rows, MemoryMarshal.Cast<byte, float>(outputs.bytes));
        values.CopyTo(rows.Values);
        return new NetworkTrace(outputs, _members[_network.ShownAt].Trace(rows).Hidden);
    }

    public void Dispose() => Array.ForEach(_members, member => member.Dispose());
}
