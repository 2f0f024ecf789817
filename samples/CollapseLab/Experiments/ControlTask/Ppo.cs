using Syre.Torch;
using static TorchSharp.torch;

namespace CollapseLab.Experiments.ControlTask;

/// <summary>Proximal policy optimisation of one network on poles.</summary>
/// <param name="network">Learns.</param>
/// <param name="optimizer">Its optimizer.</param>
/// <param name="game">The poles.</param>
/// <param name="options">How.</param>
/// <param name="random">Chooses actions and batches.</param>
internal sealed class Ppo(ActorCritic network, SyreOptimizer optimizer, CartPole game, PpoOptions options, Random random)
{
    private readonly Rollout _rollout = new(options.Steps, options.Poles);
    private readonly int[] _order = [.. Enumerable.Range(0, options.Steps * options.Poles)];

    /// <summary>Plays for a while and learns from it.</summary>
    /// <returns>The lengths of the episodes that ended: each step earns 1.</returns>
    public IReadOnlyList<int> Update()
    {
        _rollout.Play(network, game, random);
        _rollout.Judge(options.Discount, options.Trace);
        using var scope = NewDisposeScope();
        Tensor states = _rollout.States(), actions = _rollout.Actions().unsqueeze(1), before = _rollout.LogProbabilities();
        Tensor advantages = _rollout.Advantages(), returns = _rollout.Returns();
        for (int pass = 0; pass < options.Passes; pass++)
        {
            random.Shuffle(_order);
            foreach (int[] rows in _order.Chunk(options.BatchSize))
            {
                using var step = NewDisposeScope();
                Tensor index = tensor([.. rows.Select(row => (long)row)], int64);
                optimizer.zero_grad();
                Loss(states[TensorIndex.Tensor(index)], actions[TensorIndex.Tensor(index)], before[TensorIndex.Tensor(index)],
                    advantages[TensorIndex.Tensor(index)], returns[TensorIndex.Tensor(index)]).backward();
                optimizer.ClipGradientNorm(0.5);
                optimizer.step();
            }
        }
        return _rollout.Lengths;
    }

    /// <summary>The states that were met last, <c>[rows, 4]</c>.</summary>
    public Tensor States() => _rollout.States();

    private Tensor Loss(Tensor states, Tensor actions, Tensor before, Tensor advantages, Tensor returns)
    {
        Tensor logPolicy = network.LogPolicy(states);
        Tensor ratio = (logPolicy.gather(1, actions).squeeze(1) - before).exp();
        Tensor better = (advantages - advantages.mean()) / advantages.std().Add(1e-8);
        Tensor gain = minimum(ratio.mul(better), ratio.Clamp(1 - options.Clip, 1 + options.Clip).mul(better)).mean();
        Tensor entropy = logPolicy.exp().mul(logPolicy).sum(1).mean().neg();
        Tensor error = (network.Values(states) - returns).Square().mean();
        return error.Mul(options.ValueWeight) - gain - entropy.Mul(options.EntropyWeight);
    }
}
