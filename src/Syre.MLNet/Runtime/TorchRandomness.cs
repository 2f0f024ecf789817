using TorchSharp;

namespace Syre.MLNet.Runtime;

/// <summary>
/// libtorch's process-wide random generator as one training has it, seeded at its start and drawn from by nothing else. Users' own networks
/// draw from that generator (first weights, <c>nn.Dropout</c>). Their code runs in turns: for each, the training's own state of the
/// generator takes the place of the caller's, which is put back behind it. So trainings beside each other give what they give one after the
/// other, and the caller's generator never moves.
/// </summary>
internal sealed class TorchRandomness : ICheckpointed, IDisposable
{
    private static readonly Lock s_turn = new();

    private readonly long _seed;
    private readonly bool _onCuda;
    private torch.Tensor? _state;
    private ulong _turns;
    private bool _over;

    /// <param name="seed">Where the draws start.</param>
    /// <param name="device">Where the network is.</param>
    public TorchRandomness(long seed, torch.Device device) => (_seed, _onCuda) = (seed, device.type == DeviceType.CUDA);

    /// <summary>
    /// Lets the caller, on this thread, draw until the turn is disposed. In a turn the default type is float32, the networks' type. No turn
    /// once the training is over: the network then draws as any other does.
    /// </summary>
    public IDisposable? Enter() => _over ? null : new Turn(this);

    public void Save(BinaryWriter writer)
    {
        writer.Write(_turns);
        writer.Write(_state?.numel() ?? 0);
        if (_state is not null)
            writer.Write(HostValues.Copy<byte>(_state));
    }

    public void Load(BinaryReader reader)
    {
        _turns = reader.ReadUInt64();
        byte[] state = reader.ReadBytes(checked((int)reader.ReadInt64()));
        _state?.Dispose();
        _state = state.Length == 0 ? null : torch.tensor(state).DetachFromDisposeScope();
    }

    /// <summary>The training is over.</summary>
    public void Dispose()
    {
        _over = true;
        _state?.Dispose();
    }

    private sealed class Turn : IDisposable
    {
        private readonly TorchRandomness _owner;
        private readonly torch.Tensor _callers;
        private readonly torch.ScalarType _type;

        public Turn(TorchRandomness owner)
        {
            s_turn.Enter();
            _owner = owner;
            _callers = torch.get_rng_state().DetachFromDisposeScope();
            _type = torch.get_default_dtype();
            torch.set_default_dtype(torch.float32);
            if (owner._state is null)
                torch.manual_seed(owner._seed);
            else
                torch.set_rng_state(owner._state);
            // The state of a GPU's generator can be neither read nor put back through TorchSharp: each turn has a seed of its own there.
            if (owner._onCuda)
                torch.cuda.manual_seed_all((long)(SeedSequence.Bits((ulong)owner._seed, owner._turns++) >> 1));
        }

        public void Dispose()
        {
            _owner._state?.Dispose();
            _owner._state = torch.get_rng_state().DetachFromDisposeScope();
            torch.set_rng_state(_callers);
            torch.set_default_dtype(_type);
            _callers.Dispose();
            s_turn.Exit();
        }
    }
}
