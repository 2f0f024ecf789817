using static TorchSharp.torch;

namespace CollapseLab.Experiments.ControlTask;

/// <summary>Steps of some poles under one policy, and how long the episodes were that ended in them.</summary>
/// <param name="steps">Steps of each pole.</param>
/// <param name="poles">Number of poles.</param>
internal sealed class Rollout(int steps, int poles)
{
    private readonly float[] _states = new float[steps * poles * CartPole.Numbers];
    private readonly long[] _actions = new long[steps * poles];
    private readonly float[] _logProbabilities = new float[steps * poles];
    private readonly float[] _values = new float[(steps + 1) * poles], _advantages = new float[steps * poles];
    private readonly EpisodeEnd[] _ends = new EpisodeEnd[steps * poles];
    private readonly float[] _cutValues = new float[steps * poles];
    private readonly List<int> _lengths = [];

    /// <summary>Length of each episode that ended, in the order of their ends.</summary>
    public IReadOnlyList<int> Lengths => _lengths;

    /// <summary>States, <c>[steps × poles, 4]</c>.</summary>
    public Tensor States() => tensor(_states, steps * poles, CartPole.Numbers);

    public Tensor Actions() => tensor(_actions);

    public Tensor LogProbabilities() => tensor(_logProbabilities);

    /// <summary>How much better than expected each action was.</summary>
    public Tensor Advantages() => tensor(_advantages);

    /// <summary>What the critic should have said of each state.</summary>
    public Tensor Returns() => tensor([.. _advantages.Zip(_values, (advantage, value) => advantage + value)], float32);

    /// <summary>Lets the policy act.</summary>
    /// <param name="network">The policy and the critic.</param>
    /// <param name="game">The poles, which go on from where they are.</param>
    /// <param name="random">Chooses the actions.</param>
    public void Play(ActorCritic network, CartPole game, Random random)
    {
        using var _ = no_grad();
        _lengths.Clear();
        for (int step = 0; step <= steps; step++)
        {
            using var scope = NewDisposeScope();
            float[] now = new float[poles * CartPole.Numbers];
            game.Observe(now);
            Tensor states = tensor(now, poles, CartPole.Numbers);
            network.Values(states).data<float>().CopyTo(_values.AsSpan(step * poles, poles));
            if (step == steps)
                return;
            now.CopyTo(_states, step * poles * CartPole.Numbers);
            float[] logPolicy = network.LogPolicy(states).data<float>().ToArray();
            for (int pole = 0; pole < poles; pole++)
                Act(network, game, random, step * poles + pole, pole, logPolicy);
        }
    }

    /// <summary>Fills in the advantages, a step being worth 1: generalised advantage estimation (Schulman et al. 2016).</summary>
    public void Judge(double discount, double trace)
    {
        for (int pole = 0; pole < poles; pole++)
        {
            double advantage = 0;
            for (int step = steps - 1; step >= 0; step--)
            {
                int at = step * poles + pole;
                bool hasEnded = _ends[at] != EpisodeEnd.None;
                double next = hasEnded ? _cutValues[at] : _values[at + poles];
                double surprise = 1 + discount * next - _values[at];
                advantage = surprise + (hasEnded ? 0 : discount * trace * advantage);
                _advantages[at] = (float)advantage;
            }
        }
    }

    private void Act(ActorCritic network, CartPole game, Random random, int at, int pole, float[] logPolicy)
    {
        int action = random.NextDouble() < Math.Exp(logPolicy[2 * pole]) ? 0 : 1;
        (_actions[at], _logProbabilities[at]) = (action, logPolicy[2 * pole + action]);
        _ends[at] = game.Push(pole, isRight: action == 1);
        _cutValues[at] = 0;
        if (_ends[at] == EpisodeEnd.None)
            return;
        if (_ends[at] == EpisodeEnd.CutOff)
            _cutValues[at] = Value(network, game, pole);
        _lengths.Add(game.Age(pole));
        game.Restart(pole);
    }

    private static float Value(ActorCritic network, CartPole game, int pole)
    {
        using var scope = NewDisposeScope();
        float[] all = new float[game.Count * CartPole.Numbers];
        game.Observe(all);
        return network.Values(tensor(all, game.Count, CartPole.Numbers)).data<float>()[pole];
    }
}
