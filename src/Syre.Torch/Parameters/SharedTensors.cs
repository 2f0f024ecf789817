using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TorchSharp;
using TorchSharp.Modules;

namespace Syre.Torch.Parameters;

/// <summary>Finds parameters that are the same tensor under two names (tied weights), so that they are updated once.</summary>
internal sealed class SharedTensors
{
    private readonly Dictionary<(long Length, nint Address), List<(string Name, Parameter Parameter)>> _seen = [];

    /// <summary>False if the tensor was added before, whether through this managed object or another one around the same tensor.</summary>
    public bool Add(string name, Parameter parameter, Violations violations)
    {
        var place = (parameter.numel(), Address(parameter));
        if (!_seen.TryGetValue(place, out List<(string Name, Parameter Parameter)>? neighbours))
            _seen[place] = neighbours = [];
        foreach ((string otherName, Parameter other) in neighbours)
        {
            if (IsSame(other, parameter))
                return false;
            violations.Require(place.Item2 == 0,
                $"Parameters '{otherName}' and '{name}' share memory but not gradients. " +
                "Tie weights by giving both modules the same Parameter object.");
        }
        neighbours.Add((name, parameter));
        return true;
    }

    /// <summary>Whether both managed objects stand for one tensor: a module may make a new one whenever it is asked.</summary>
    public static bool IsSame(Parameter first, Parameter second) => ReferenceEquals(first, second) || IsSameTensor(first, second);

    /// <summary>Where the data lie, or 0 where that cannot be asked.</summary>
    private static unsafe nint Address(Parameter parameter) =>
        parameter.device_type == DeviceType.CPU && parameter.is_contiguous() && parameter.numel() is > 0 and <= int.MaxValue / sizeof(float)
            ? (nint)Unsafe.AsPointer(ref MemoryMarshal.GetReference(parameter.bytes))
            : 0;

    /// <summary>
    /// TorchSharp tells no identity of native tensors, but the gradient flag is a part of it that can be seen from both sides.
    /// </summary>
    private static bool IsSameTensor(Parameter first, Parameter second)
    {
        bool before = first.requires_grad;
        if (second.requires_grad != before)
            return false;
        second.requires_grad = !before;
        bool same = first.requires_grad != before;
        second.requires_grad = before;
        return same;
    }
}
