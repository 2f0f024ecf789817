using Syre.Torch;
using static TorchSharp.torch;

namespace CollapseLab.Torch;

/// <summary>Trains a network that tells classes, and measures it.</summary>
/// <param name="network">The network.</param>
/// <param name="optimizer">Its optimizer.</param>
/// <param name="chance">Orders the rows.</param>
internal sealed class ClassifierTraining(ImageClassifier network, SyreAdamW optimizer, Chance chance)
{
    private const int Block = 500;

    /// <summary>Trains with cross-entropy; the learning rate falls to 0 along half a cosine.</summary>
    public void Run(ImageTensors rows, int epochs, int batchSize)
    {
        double rate = optimizer.LearningRate;
        int steps = epochs * (rows.Count / batchSize), done = 0;
        network.train();
        for (int epoch = 0; epoch < epochs; epoch++)
        {
            foreach (int[] batch in chance.Batches(rows.Count, batchSize, epoch))
            {
                using var scope = NewDisposeScope();
                optimizer.LearningRate = rate * (1 + Math.Cos(Math.PI * done++ / steps)) / 2;
                ImageTensors some = rows[batch];
                optimizer.zero_grad();
                nn.functional.cross_entropy(network.call(some.Images), some.Labels).backward();
                optimizer.step();
            }
        }
    }

    /// <summary>Share of right classes, mean cross-entropy, and ranks of what the last layer sees.</summary>
    public Measured Measure(ImageTensors rows)
    {
        network.eval();
        using var _ = no_grad();
        using var scope = NewDisposeScope();
        Tensor features = cat([.. rows.Images.split(Block).Select(network.Features)]);
        Tensor logits = network.Classify(features);
        RankMeasures rank = Ranks.Of(features);
        return new Measured
        {
            Values = new Dictionary<string, double>
            {
                ["accuracy"] = LinearProbe.Share(logits.argmax(1), rows.Labels),
                ["loss"] = nn.functional.cross_entropy(logits, rows.Labels).item<float>(),
                ["rank"] = rank.EffectiveRank,
                ["counted"] = rank.NumericalRank,
            },
        };
    }
}
