using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace Syre.Torch.Parameters;

/// <summary>One float32 number for every element of every parameter, in one tensor: a moment, θ0, ξ.</summary>
internal sealed class FlatVector : IDisposable
{
    private readonly ParameterLayout _layout;
    private readonly nint[] _pointers;

    /// <summary>A vector of zeros.</summary>
    public FlatVector(ParameterLayout layout)
    {
        _layout = layout;
        Values = zeros(layout.Length, dtype: ScalarType.Float32, device: layout.Device, requires_grad: false).DetachFromDisposeScope();
        _pointers = new nint[layout.Slots.Count];
        if (layout.IsAddressable)
        {
            for (int i = 0; i < _pointers.Length; i++)
                _pointers[i] = AddressOf(layout.Slots[i]);
        }
    }

    /// <summary>The whole vector.</summary>
    public Tensor Values { get; }

    /// <summary>The memory of a slot; the vector must be addressable.</summary>
    public unsafe float* Pointer(ParameterSlot slot) => (float*)_pointers[slot.Index];

    /// <summary>A view of <paramref name="length"/> elements.</summary>
    public Tensor View(long offset, long length) => Values.narrow(0, offset, length);

    /// <summary>Replaces a slot's elements.</summary>
    public void Write(ParameterSlot slot, ReadOnlySpan<float> values)
    {
        using Tensor view = View(slot.Offset, slot.Length);
        if (_layout.IsAddressable)
        {
            values.CopyTo(MemoryMarshal.Cast<byte, float>(view.bytes));
            return;
        }
        using Tensor source = tensor(values.ToArray(), ScalarType.Float32, _layout.Device);
        view.copy_(source);
    }

    /// <summary>A copy of a slot's elements.</summary>
    public float[] Read(ParameterSlot slot)
    {
        using Tensor view = View(slot.Offset, slot.Length);
        using Tensor host = view.cpu();
        return MemoryMarshal.Cast<byte, float>(host.bytes).ToArray();
    }

    public void Dispose() => Values.Dispose();

    private unsafe nint AddressOf(ParameterSlot slot)
    {
        using Tensor view = View(slot.Offset, slot.Length);
        return (nint)Unsafe.AsPointer(ref MemoryMarshal.GetReference(view.bytes));
    }
}
