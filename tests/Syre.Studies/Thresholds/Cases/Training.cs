using Syre.Torch;
using static TorchSharp.torch;

namespace Syre.Studies.Thresholds;

/// <summary>Trains one network by a recipe.</summary>
internal static class Training
{
    private const int BatchSize = 64;

    /// <summary>A network trained on the problem's training rows; the seed decides its initial weights and the order of the rows.</summary>
    public static Mlp Run(Problem problem, NetworkShape shape, Recipe recipe, int seed, int epochs)
    {
        var network = new Mlp(shape, problem.Features, problem.Outputs, seed);
        recipe.Damage?.Start(network, problem);
        using SyreOptimizer optimizer = recipe.Optimizer(network, problem, seed);
        int total = epochs * recipe.EpochFactor;
        var random = new Random(seed);
        long[] rows = [.. Enumerable.Range(0, (int)problem.Training.shape[0]).Select(row => (long)row)];
        for (int epoch = 0; epoch < total; epoch++)
        {
            optimizer.LearningRate = recipe.LearningRate(problem) * (1 + Math.Cos(Math.PI * epoch / total)) / 2;
            random.Shuffle(rows);
            foreach (long[] batch in rows.Chunk(BatchSize))
                Step(problem, network, recipe, optimizer, batch);
        }
        recipe.Damage?.End(network, problem);
        return network;
    }

    private static void Step(Problem problem, Mlp network, Recipe recipe, SyreOptimizer optimizer, long[] batch)
    {
        using var scope = NewDisposeScope();
        Tensor chosen = tensor(batch);
        optimizer.zero_grad();
        Tensor outputs = network.Network.call(problem.Training.index_select(0, chosen));
        problem.Loss(outputs, problem.Targets.index_select(0, chosen)).backward();
        optimizer.step();
        recipe.Damage?.EachStep(network, problem);
    }
}
