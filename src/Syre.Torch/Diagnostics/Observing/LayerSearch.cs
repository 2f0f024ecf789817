using static TorchSharp.torch;

namespace Syre.Torch.Diagnostics.Observing;

/// <summary>Finds a network's hidden layers, and whose units they are, by running it on an example and changing
/// what its modules write.</summary>
internal sealed class LayerSearch
{
    /// <summary>A producer is looked for among so many modules before the reader: more than the branches that
    /// networks have side by side.</summary>
    private const int Candidates = 4;

    private readonly HookedNetwork _network;
    private readonly Tensor _example;
    private readonly List<Call> _calls = [];
    private readonly Tensor _output;

    private LayerSearch(HookedNetwork network, Tensor example)
    {
        (_network, _example) = (network, example);
        _output = network.Run(example, new ForwardPass
        {
            Reading = (module, index, input) =>
            {
                _calls.Add(new Call(module, index, input, input.detach().clone()));
                return input;
            },
            Written = (module, index, written) =>
            {
                _calls.Last(call => call.Module == module && call.Index == index).Output = written.detach().clone();
                return written;
            },
        }).detach();
    }

    public static IReadOnlyList<HiddenLayer> Find(HookedNetwork network, Tensor example)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        return new LayerSearch(network, example).Find();
    }

    private IReadOnlyList<HiddenLayer> Find()
    {
        var layers = new List<HiddenLayer>();
        int[] source = [.. _calls.Select((call, i) => _calls.FindIndex(0, i + 1, earlier => call.ReadsTheSameAs(earlier)))];
        for (int i = 1; i < _calls.Count; i++)
        {
            if (source[i] != i)
                continue;
            Call[] readers = [.. _calls.Where((_, k) => source[k] == i)];
            (Call Producer, UnitLink Link)? found = Enumerable.Range(1, Math.Min(Candidates, i))
                .Select(back => (_calls[i - back], Link(_calls[i - back], readers)))
                .FirstOrDefault(pair => pair.Item2 is not null) is (Call producer, UnitLink link) ? (producer, link) : null;
            Call first = _calls[i];
            layers.Add(new HiddenLayer(
                first.Module, first.Index, [.. readers.Select(reader => reader.Module)],
                (int)first.Input.shape[first.Module.UnitDimension(first.Input)],
                _calls[i - 1].Module, found?.Producer.Module, found?.Link.UnitSize ?? 1, found?.Link.IsOdd ?? false));
        }
        return layers;
    }

    private UnitLink? Link(Call producer, Call[] readers)
    {
        // A module used twice shares its weights with another layer, so its units are not this layer's alone.
        bool once = readers.Append(producer).All(call => _calls.Count(other => other.Module == call.Module) == 1);
        return once && producer.Output is not null && readers.Append(producer).All(call => call.Module.HasUnits)
            ? UnitLink.Between(_network, _example, _calls, _output, producer, readers)
            : null;
    }

    /// <summary>One call of a weight module in the run on the example.</summary>
    internal sealed class Call(WeightModule module, int index, Tensor identity, Tensor input)
    {
        public WeightModule Module { get; } = module;

        public int Index { get; } = index;

        /// <summary>What it read.</summary>
        public Tensor Input { get; } = input;

        /// <summary>What it wrote.</summary>
        public Tensor? Output { get; set; }

        /// <summary>The same tensor object, or another view with the same numbers; equal constants are no sign.</summary>
        public bool ReadsTheSameAs(Call other) => ReferenceEquals(_identity, other._identity)
            || Input.shape.SequenceEqual(other.Input.shape) && Input.dtype == other.Input.dtype
            && Input.eq(other.Input).all().item<bool>() && Input.ne(Input.flatten()[0]).any().item<bool>();

        private readonly Tensor _identity = identity;
    }
}
