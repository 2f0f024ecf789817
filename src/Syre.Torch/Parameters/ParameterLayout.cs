using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Syre.Torch.Parameters;

/// <summary>Gives every distinct parameter tensor its slot in the flat vectors, and refuses what cannot be trained.</summary>
internal sealed class ParameterLayout
{
    /// <summary>64 bytes: the start of every slot is a cache line and a full SIMD register of any machine.</summary>
    private const int Alignment = 16;

    /// <summary>A span over a tensor's memory has at most int.MaxValue bytes.</summary>
    private const long MostElements = int.MaxValue / sizeof(float);

    private ParameterLayout(Device device, bool usesWholeTensors)
    {
        Device = device;
        UsesWholeTensors = usesWholeTensors || !IsAddressable;
    }

    public Device Device { get; }

    /// <summary>Whether updates are operations on whole tensors; slots then lie side by side.</summary>
    public bool UsesWholeTensors { get; }

    /// <summary>All slots, in the order of the groups.</summary>
    public List<ParameterSlot> Slots { get; } = [];

    /// <summary>The length of a flat vector.</summary>
    public long Length { get; private set; }

    /// <summary>Whether the memory can be worked on directly.</summary>
    public bool IsAddressable => Device.type == DeviceType.CPU;

    /// <summary>The slot of a tensor, through whatever managed object; null where it has none.</summary>
    public ParameterSlot? SlotOf(Parameter parameter) => Slots.Find(slot => SharedTensors.IsSame(slot.Parameter, parameter));

    /// <summary>Lays out the parameters of <paramref name="groups"/>; a tensor that comes again is left out.</summary>
    /// <param name="groups">The descriptions, and the states that get the slots.</param>
    /// <param name="violations">Is told of everything that cannot be trained.</param>
    /// <param name="usesWholeTensors">Whether the CPU, too, is updated by operations on whole tensors.</param>
    public static ParameterLayout Create(
        IReadOnlyList<(SyreParameterGroup Description, ParameterGroupState State)> groups, Violations violations, bool usesWholeTensors)
    {
        Parameter? first = groups.SelectMany(group => group.Description.Parameters).Select(named => named.parameter)
            .FirstOrDefault(parameter => parameter is { IsInvalid: false });
        var layout = new ParameterLayout(first is null ? CPU : first.device, usesWholeTensors);
        var names = new HashSet<string>(StringComparer.Ordinal);
        var seen = new SharedTensors();
        foreach ((SyreParameterGroup description, ParameterGroupState state) in groups)
        {
            int start = layout.Slots.Count;
            foreach ((string name, Parameter parameter) in description.Parameters)
            {
                if (!layout.Accepts(name, parameter, violations) || !seen.Add(name, parameter, violations))
                    continue;
                violations.Require(
                    names.Add(name), $"Two parameters are named '{name}'. A name decides θ0: prefix it with the name of its module.");
                var slot = new ParameterSlot(name, parameter, layout.Slots.Count, parameter.numel(), layout.Length)
                {
                    InitialDeviation = description.InitialDeviation,
                    Decays = description.WeightDecayFactor > 0,
                };
                layout.Length += layout.UsesWholeTensors ? slot.Length : (slot.Length + Alignment - 1) / Alignment * Alignment;
                layout.Slots.Add(slot);
            }
            state.Slots = [.. layout.Slots[start..]];
        }
        violations.Require(first is not null, "There is no parameter. Pass module.named_parameters() of a module that has some.");
        return layout;
    }

    private bool Accepts(string name, Parameter parameter, Violations violations)
    {
        if (parameter is null || parameter.IsInvalid)
        {
            violations.Require(false, $"Parameter '{name}' is null or disposed. Make the optimizer after moving the module to its device.");
            return false;
        }
        ScalarType type = parameter.dtype;
        if (type is ScalarType.Float16 or ScalarType.BFloat16)
        {
            violations.Require(
                false, $"Parameter '{name}' is {type}; expected Float32. A step's pull is far below half a unit in the last place of a " +
                "half-precision weight, so it would be rounded away: keep float32 master weights.");
        }
        else
        {
            violations.Require(
                type == ScalarType.Float32,
                $"Parameter '{name}' is {type}; expected Float32. Convert the module: module.to(ScalarType.Float32).");
        }
        Device device = parameter.device;
        bool same = device.type == Device.type && device.index == Device.index;
        violations.Require(same, $"Parameter '{name}' is on {device}, others on {Device}. Use one optimizer per device.");
        bool fits = parameter.numel() <= MostElements;
        violations.Require(fits, $"Parameter '{name}' has {parameter.numel()} elements; at most {MostElements} fit. Split it.");
        return type == ScalarType.Float32 && same && fits;
    }
}
