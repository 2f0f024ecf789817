using TorchSharp.Modules;
using static TorchSharp.torch;

namespace CollapseLab.Experiments.ControlTask;

/// <summary>Two networks of two hidden ReLU layers each: one gives the policy, one the value of a state.</summary>
internal sealed class ActorCritic : nn.Module
{
    private readonly Sequential _hidden, _critic;
    private readonly Linear _actions;

    /// <param name="inputs">Numbers of a state.</param>
    /// <param name="actions">Number of actions.</param>
    /// <param name="width">Units of each hidden layer.</param>
    public ActorCritic(int inputs, int actions, int width)
        : base(nameof(ActorCritic))
    {
        _hidden = nn.Sequential(nn.Linear(inputs, width), nn.ReLU(), nn.Linear(width, width), nn.ReLU());
        _actions = nn.Linear(width, actions);
        _critic = nn.Sequential(
            nn.Linear(inputs, width), nn.ReLU(), nn.Linear(width, width), nn.ReLU(), nn.Linear(width, 1));
        register_module("hidden", _hidden);
        register_module("actions", _actions);
        register_module("critic", _critic);
    }

    /// <summary>The policy's last hidden layer, <c>[rows, width]</c>.</summary>
    public Tensor Hidden(Tensor states) => _hidden.call(states);

    /// <summary>Logarithms of the actions' probabilities, <c>[rows, actions]</c>.</summary>
    public Tensor LogPolicy(Tensor states) => _actions.call(Hidden(states)).log_softmax(1);

    /// <summary>Expected return of each state, <c>[rows]</c>.</summary>
    public Tensor Values(Tensor states) => _critic.call(states).squeeze(1);
}
