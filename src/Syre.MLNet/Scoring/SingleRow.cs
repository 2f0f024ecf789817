using Microsoft.ML;
using Microsoft.ML.Data;

namespace Syre.MLNet.Scoring;

/// <summary>Runs the network on the row that an input row stands at, once for each position.</summary>
internal sealed class SingleRow
{
    private readonly NetworkScorer _scorer;
    private readonly DataViewRow _input;
    private readonly RowBlock _block;
    private readonly ValueGetter<VBuffer<float>>[] _inputs;
    private readonly float[] _outputs;
    private readonly VBuffer<float>[] _values;
    private long _position = -1;

    /// <param name="scorer">The scorer.</param>
    /// <param name="input">The input row.</param>
    /// <param name="diagnosed">Whether the diagnostics are computed too.</param>
    public SingleRow(NetworkScorer scorer, DataViewRow input, bool diagnosed)
    {
        (_scorer, _input) = (scorer, input);
        _inputs = [.. scorer.Inputs.Select(one => one.Getter(input))];
        _values = new VBuffer<float>[_inputs.Length];
        _block = scorer.NewBlock(1, diagnosed);
        _outputs = new float[scorer.RowSize(diagnosed)];
    }

    /// <summary>The outputs.</summary>
    public ReadOnlySpan<float> Outputs()
    {
        if (_input.Position < 0 || _input.Position != _position)
        {
            for (int i = 0; i < _inputs.Length; i++)
                _inputs[i](ref _values[i]);
            _block.Clear();
            _block.Add(_values);
            _scorer.Score(_block, _outputs);
            _position = _input.Position;
        }
        return _outputs;
    }
}
