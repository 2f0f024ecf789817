using Syre.Cpu;
using Syre.MLNet.Networks.Stages;

namespace Syre.MLNet.Networks;

/// <summary>The first pass by the CPU engine: the same bits on every machine.</summary>
/// <param name="layers">The layers, the first of them the network's second stage.</param>
/// <param name="rows">The rows as the first layer reads them, row after row.</param>
internal sealed class EngineFirstPass(IReadOnlyList<CpuLayer> layers, float[] rows) : IFirstPass
{
    private const int StagesBeforeLayers = 1;

    private float[] _inputs = rows;
    private int _reached;

    public float[] Sums(int stage)
    {
        int wanted = stage - StagesBeforeLayers, count = _inputs.Length / layers[_reached].Inputs;
        for (; _reached < wanted; _reached++)
            _inputs = Run([layers[_reached], layers[_reached + 1].Linear()], layers[_reached].Outputs, count, ofHidden: true);
        return Run([layers[wanted].Linear()], layers[wanted].Outputs, count, ofHidden: false);
    }

    /// <summary>The last layer's sums, or the hidden layer's units.</summary>
    private float[] Run(IReadOnlyList<CpuLayer> network, int size, int count, bool ofHidden)
    {
        var outputs = new float[count * network[^1].Outputs];
        var units = new float[ofHidden ? count * size : 0];
        using CpuNetwork engine = CpuNetwork.Create(network, threads: 1);
        engine.Run(_inputs, outputs, !ofHidden ? null : (start, hidden) =>
        {
            for (int row = 0; row < hidden.Count; row++)
                hidden[row].CopyTo(units.AsSpan((start + row) * size));
        });
        return ofHidden ? units : outputs;
    }
}
