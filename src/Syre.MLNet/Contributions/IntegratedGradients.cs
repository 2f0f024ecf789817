using Microsoft.ML.Data;
using Syre.MLNet.Inputs;
using Syre.MLNet.Networks;
using Syre.MLNet.Objectives;
using Syre.MLNet.Runtime;
using Syre.MLNet.Scoring;
using Syre.Torch;
using static TorchSharp.torch;

namespace Syre.MLNet.Contributions;

/// <summary>
/// Integrated gradients of a network (Sundararajan, Taly and Yan 2017, arXiv 1703.01365, equation 1), by the midpoint rule: the path leads
/// from zeros, which stand for training medians, to the row as its layers read it.
/// </summary>
/// <param name="model">The network.</param>
/// <param name="size">Slots of the features.</param>
/// <param name="options">Steps, and what is explained.</param>
internal sealed class IntegratedGradients(SyreNetworkModel model, int size, FeatureContributionOptions options)
{
    /// <summary>Least half width of what was learnt, in its deviations, over which the slope of labels is taken.</summary>
    private const double LeastHalf = 0.005;

    /// <summary>The scores at the baseline, one for each output.</summary>
    public float[] Baseline()
    {
        using var scope = NewDisposeScope();
        using var _ = inference_mode();
        Tensor outputs = Score([.. model.Networks.Select(Zero)]);
        return [.. Enumerable.Range(0, model.ScoringNetwork.Outputs)
            .Select(output => HostValues.Copy<float>(Explained(outputs, output))[0])];
    }

    /// <summary>What each slot contributed to the score of a row; slots that are not there contributed nothing.</summary>
    /// <returns>The contributions by slot; null where the row has no score.</returns>
    public Dictionary<int, double>? Of(in VBuffer<float> row)
    {
        ScoringNetwork network = model.ScoringNetwork;
        IReadOnlyList<FeatureNetwork> members = model.Networks;
        Device device = network.parameters().First().device;
        using var scope = NewDisposeScope();
        using var differentiable = inference_mode(false);
        var block = new FeatureBlock(network.Storage[0], size, 1, device, network.FillsMissing);
        block.Add(row);
        FeatureRows[] ends;
        float[] scores;
        using (no_grad())
        {
            FeatureRows rows = block.ToRows();
            ends = [.. members.Select(member => member.Prepare(rows))];
            scores = HostValues.Copy<float>(Score(ends));
        }
        if (!Array.TrueForAll(scores, float.IsFinite))
            return null;
        int output = options.Output ?? (scores.Length > 1 && !IsOfNumbers ? MulticlassObjective.Likeliest(scores) : 0);
        var contributions = new Dictionary<int, double>();
        if (ends.All(end => Values(end).numel() == 0))
            return contributions;
        using var gradient = enable_grad();
        FeatureRows[] paths = [.. ends.Select(end => Path(end, Middles()))];
        Tensor[] places = [.. paths.Select(Values)];
        foreach (Tensor place in places)
            place.requires_grad_(true);
        Tensor score = IsTransformed
            ? stack([.. members.Select((member, i) => Secants(member, paths[i], ends[i]).select(1, output))]).mean([0])
            : Explained(Score(paths), output);
        IList<Tensor> slopes = autograd.grad([score.sum()], places);
        for (int member = 0; member < members.Count; member++)
            Add(members[member], ends[member], slopes[member], contributions);
        return contributions;
    }

    private bool IsOfNumbers => model.Task.Objective.IsScaled;

    /// <summary>Whether labels are a function of what was learnt, which each member has an inverse of.</summary>
    private bool IsTransformed => model.Task.Objective.Scales is [{ Transform: not null }, ..];

    /// <summary>Outputs of prepared rows, those of each member.</summary>
    private Tensor Score(FeatureRows[] prepared)
    {
        Tensor[] outputs = [.. model.Networks.Zip(prepared, (member, rows) => member.ScorePrepared(rows))];
        return model.ScoringNetwork is EnsembleNetwork ensemble ? ensemble.ScoreMembers(outputs) : outputs[0];
    }

    /// <summary>One score of each row, <c>[rows]</c>: a number in the label's unit, a logit, or the log-odds of a class.</summary>
    private Tensor Explained(Tensor outputs, int output)
    {
        Tensor one = outputs.select(1, output);
        if (IsOfNumbers)
        {
            LabelScale scale = model.Task.Objective.Scales[output];
            return one.Mul(scale.ScoreFactor).Add(scale.ScoreOffset);
        }
        double gain = 1 / model.Task.Objective.Temperature;
        if (outputs.shape[1] == 1)
            return one.Mul(gain);
        long[] others = [.. Enumerable.Range(0, (int)outputs.shape[1]).Where(other => other != output).Select(other => (long)other)];
        return one.Mul(gain) - outputs.index_select(1, tensor(others, device: outputs.device)).Mul(gain).logsumexp(1);
    }

    /// <summary>
    /// What was learnt of the middles of steps, times what labels gain by it within their steps. The slopes of a quantile transform differ
    /// from knot to knot, and there are more knots than steps: those at the middles alone would be a sample of them.
    /// </summary>
    private Tensor Secants(FeatureNetwork member, in FeatureRows path, in FeatureRows end)
    {
        Tensor slopes;
        using (no_grad())
        {
            float[] edges = [.. Enumerable.Range(0, options.Steps + 1).Select(edge => (float)edge / options.Steps)];
            Tensor learnt = member.FromPrepared(Path(end, edges));
            Tensor from = learnt.slice(0, 0, options.Steps, 1), to = learnt.slice(0, 1, options.Steps + 1, 1);
            Tensor middle = from.Add(to).Mul(0.5), half = (to - from).abs().Mul(0.5).ClampMin(LeastHalf);
            slopes = (member.Bounds!.Apply(middle.Add(half)) - member.Bounds.Apply(middle - half)) / half.Mul(2.0);
        }
        return slopes * member.FromPrepared(path);
    }

    private static Tensor Values(FeatureRows rows) => rows.Dense ?? rows.Values!;

    private FeatureRows Zero(FeatureNetwork member)
    {
        Device device = member.parameters().First().device;
        return member.Storage[0].Sparse == true
            ? new FeatureRows(null, zeros(0, int64, device), zeros(1, int64, device), zeros(0, float32, device))
            : new FeatureRows(zeros(1, member.Features + member.Indicated.Count, float32, device));
    }

    private float[] Middles() => [.. Enumerable.Range(0, options.Steps).Select(step => (step + 0.5f) / options.Steps)];

    /// <summary>Places on the path, as rows.</summary>
    /// <param name="end">Where it ends.</param>
    /// <param name="at">Their shares of the path.</param>
    private static FeatureRows Path(in FeatureRows end, float[] at)
    {
        Device device = Values(end).device;
        Tensor shares = tensor(at, float32, device).unsqueeze(1);
        if (end.Dense is { } dense)
            return new FeatureRows((shares * dense).detach());
        long entries = end.Values!.numel();
        return new FeatureRows(
            null, end.Indices!.repeat(at.Length), TensorNumbers.Range(0, at.Length, device).Mul(entries),
            (shares * end.Values!.unsqueeze(0)).reshape(-1).detach());
    }

    private void Add(FeatureNetwork member, in FeatureRows end, Tensor slopes, Dictionary<int, double> contributions)
    {
        float[] sums = HostValues.Copy<float>(slopes.reshape(options.Steps, -1).sum([0]));
        float[] values = HostValues.Copy<float>(Values(end).reshape(-1));
        long[]? features = end.Indices is { } indices ? HostValues.Copy<long>(indices) : null;
        for (int i = 0; i < values.Length; i++)
        {
            double contribution = (double)values[i] * sums[i] / options.Steps;
            if (contribution == 0)
                continue;
            int feature = features is null ? i : (int)features[i];
            feature = feature < member.Features ? feature : member.Indicated[feature - member.Features];
            int slot = member.Slots?[feature] ?? feature;
            contributions[slot] = contributions.GetValueOrDefault(slot) + contribution;
        }
    }
}
