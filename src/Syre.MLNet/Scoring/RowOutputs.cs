using Microsoft.ML;
using Microsoft.ML.Data;

namespace Syre.MLNet.Scoring;

/// <summary>Runs the network on the row that an input row stands at.</summary>
internal sealed class RowOutputs
{
    private readonly NetworkScorer _scorer;
    private readonly FeatureBlock _block;
    private readonly ValueGetter<VBuffer<float>> _features;
    private VBuffer<float> _values;

    /// <param name="scorer">The scorer.</param>
    /// <param name="input">The input row.</param>
    /// <param name="features">Its feature column.</param>
    public RowOutputs(NetworkScorer scorer, DataViewRow input, DataViewSchema.Column features)
    {
        _scorer = scorer;
        _features = input.GetGetter<VBuffer<float>>(features);
        _block = scorer.NewBlock(1);
    }

    /// <summary>The outputs.</summary>
    public void Get(ref VBuffer<float> outputs)
    {
        _features(ref _values);
        _block.Clear();
        _block.Add(_values);
        VBufferEditor<float> editor = VBufferEditor.Create(ref outputs, _scorer.Outputs);
        _scorer.Score(_block, editor.Values);
        outputs = editor.Commit();
    }
}
