using Syre.Torch.Numbers;
using static TorchSharp.torch;

namespace Syre.Torch.Diagnostics.Observing;

/// <summary>
/// Unit j of one module is what others read as their unit j, and nothing else: then exchanging two of them in all of these weights leaves
/// the function as it is. Found out by four experiments on a few rows, so any activation, norm or pooling may stand between.
/// </summary>
/// <param name="UnitSize">Features that each unit is read as.</param>
/// <param name="IsOdd">Whether a changed sign of all units is read as a changed sign.</param>
internal sealed record UnitLink(int UnitSize, bool IsOdd)
{
    private const int SampledUnits = 8;
    private const double Tolerance = 1e-5;

    public static UnitLink? Between(
        HookedNetwork network, Tensor example, IReadOnlyList<LayerSearch.Call> calls, Tensor output, LayerSearch.Call producer,
        LayerSearch.Call[] readers)
    {
        using var scope = NewDisposeScope();
        LayerSearch.Call reader = readers[0];
        Tensor written = producer.Output!;
        int unitDimension = producer.Module.UnitDimension(written), featureDimension = reader.Module.UnitDimension(reader.Input);
        long units = written.shape[unitDimension], features = reader.Input.shape[featureDimension];
        if (units == 0 || features % units != 0)
            return null;
        int size = (int)(features / units);
        double level = 2 * Math.Max(1e-3, Math.Sqrt(written.to(ScalarType.Float64).Square().mean().item<double>()));

        return Enumerable.Range(0, (int)Math.Min(SampledUnits, units)).All(i => IsReadAt(i * units / Math.Min(SampledUnits, units)))
            && NothingElseIsRead() && NobodyElseReads()
            ? new UnitLink(size, IsReadNegated())
            : null;

        // The unit alone at two values, positive and negative, so that a dead ReLU wakes; not of equal size, for even activations.
        bool IsReadAt(long unit)
        {
            Tensor change = (ReadWhen(With(unit, level)) - ReadWhen(With(unit, -level / 2))).abs();
            double[] perFeature = Host.Doubles(change.transpose(0, featureDimension).flatten(1).amax([1]));
            double Most(Func<int, bool> where) => perFeature.Where((_, feature) => where(feature)).DefaultIfEmpty(0).Max();
            return Most(feature => feature / size == unit) > Most(feature => feature / size != unit);
        }

        // All units at one value on all rows: whatever still differs from row to row came another way (a sum, a concatenation).
        bool NothingElseIsRead()
        {
            Tensor read = ReadWhen(written.FullLike(level));
            return AreClose(read, read.narrow(0, 0, 1).expand_as(read));
        }

        // All units changed, but the readers told the old values: whatever changes elsewhere came another way (a skip connection).
        bool NobodyElseReads()
        {
            bool same = true;
            Tensor result = network.Run(example, new ForwardPass
            {
                Reading = (module, index, input) =>
                {
                    LayerSearch.Call call = calls.First(call => call.Module == module && call.Index == index);
                    if (readers.Contains(call))
                        return call.Input;
                    same &= AreClose(input, call.Input);
                    return input;
                },
                Written = (module, _, value) => module == producer.Module ? written.FullLike(level) : value,
            });
            return same && AreClose(result, output);
        }

        bool IsReadNegated() => AreClose(ReadWhen(-written), -reader.Input);

        Tensor With(long unit, double value)
        {
            Tensor changed = written.clone();
            changed.select(unitDimension, unit).Fill_(value);
            return changed;
        }

        Tensor ReadWhen(Tensor instead)
        {
            Tensor? read = null;
            network.Run(example, new ForwardPass
            {
                Reading = (module, _, input) =>
                {
                    if (module == reader.Module)
                        read = input.detach().clone();
                    return input;
                },
                Written = (module, _, value) => module == producer.Module ? instead.alias() : value,
            });
            return read ?? throw new InvalidOperationException(
                $"Module {reader.Module.Name} was called in one run and not in another: the network takes different ways, and cannot be " +
                "observed.");
        }
    }

    private static bool AreClose(Tensor a, Tensor b) => a.shape.SequenceEqual(b.shape)
        && Largest(a - b) <= Tolerance * Math.Max(1e-6, Largest(b));

    private static double Largest(Tensor values) => values.abs().max().to(ScalarType.Float64).item<double>();
}
