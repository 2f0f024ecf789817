using Microsoft.ML;
using Microsoft.ML.Data;

namespace Syre.MLNet.Scoring;

/// <summary>Runs the network on the row that an input row stands at, once for each position.</summary>
internal sealed class SingleRow
{
    private readonly NetworkScorer _scorer;
    private readonly DataViewRow _input;
    private readonly FeatureBlock _block;
    private readonly ValueGetter<VBuffer<float>> _features;
    private readonly float[] _outputs;
    private VBuffer<float> _values;
    private long _position = -1;

    /// <param name="scorer">The scorer.</param>
    /// <param name="input">The input row.</param>
    /// <param name="features">Its feature column.</param>
    public SingleRow(NetworkScorer scorer, DataViewRow input, DataViewSchema.Column features)
    {
        (_scorer, _input) = (scorer, input);
        _features = input.GetGetter<VBuffer<float>>(features);
        _block = scorer.NewBlock(1);
        _outputs = new float[scorer.Outputs];
    }

    /// <summary>The outputs.</summary>
    public ReadOnlySpan<float> Outputs()
    {
        if (_input.Position < 0 || _input.Position != _position)
        {
            _features(ref _values);
            _block.Clear();
            _block.Add(_values);
            _scorer.Score(_block, _outputs);
            _position = _input.Position;
        }
        return _outputs;
    }
}
