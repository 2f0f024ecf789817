using Syre.Cpu;
using Syre.MLNet.Export;
using Syre.MLNet.Objectives;
using Syre.Torch;
using static TorchSharp.torch;

namespace Syre.MLNet.Networks;

/// <summary>What the outputs of an ensemble's members stand for.</summary>
internal enum MemberOutputs
{
    /// <summary>Numbers.</summary>
    Numbers,

    /// <summary>One logit, of two classes.</summary>
    Logit,

    /// <summary>A logit for each class.</summary>
    Logits,
}

/// <summary>
/// The outputs of an ensemble: the mean of its members' numbers, or the logits of the mean of their probabilities. Before that each
/// member's outputs are multiplied and moved: of several temperatures and scales of labels come one.
/// </summary>
/// <param name="Of">What the outputs stand for.</param>
/// <param name="Gains">What each member's outputs are multiplied by: one number for all of them, or one for each.</param>
/// <param name="Offsets">What is added to them then.</param>
internal sealed record MemberMean(
    MemberOutputs Of, IReadOnlyList<IReadOnlyList<float>> Gains, IReadOnlyList<IReadOnlyList<float>> Offsets)
{
    /// <summary>A probability below this counts as this, so that its logarithm is a number.</summary>
    private const float Least = 1e-30f;

    /// <summary>The mean of members that were trained for the same.</summary>
    /// <param name="members">What each learnt, with its scales and its temperature; the outputs are in the first one's scales.</param>
    /// <param name="outputs">Number of outputs.</param>
    public static MemberMean For(IReadOnlyList<Objective> members, int outputs)
    {
        IReadOnlyList<LabelScale> first = members[0].Scales;
        if (first.Count == 0)
        {
            return new(
                outputs == 1 ? MemberOutputs.Logit : MemberOutputs.Logits,
                [.. members.Select(member => new[] { (float)(1 / member.Temperature) })], [.. members.Select(_ => new[] { 0f })]);
        }
        // Of transformed labels the members give labels.
        return first[0].Transform is not null
            ? new(MemberOutputs.Numbers, [.. members.Select(_ => new[] { 1f })], [.. members.Select(_ => new[] { 0f })])
            : new(
                MemberOutputs.Numbers,
                [.. members.Select(member => member.Scales.Zip(first, (own, one) => (float)(own.Deviation / one.Deviation)).ToArray())],
                [.. members.Select(member => member.Scales.Zip(
                    first, (own, one) => (float)((own.Mean - one.Mean) / one.Deviation)).ToArray())]);
    }

    /// <summary>The mean of some of the members.</summary>
    public MemberMean Only(IReadOnlyList<int> members) => members.Count == Gains.Count
        ? this
        : this with { Gains = [.. members.Select(member => Gains[member])], Offsets = [.. members.Select(member => Offsets[member])] };

    /// <summary>What cannot be, one sentence each.</summary>
    /// <param name="members">Number of members.</param>
    /// <param name="outputs">Number of outputs.</param>
    public IEnumerable<string> Problems(int members, int outputs)
    {
        if (!Enum.IsDefined(Of) || (Of == MemberOutputs.Logit && outputs != 1))
            yield return $"Of is {Of} for {outputs} outputs";
        foreach ((string name, IReadOnlyList<IReadOnlyList<float>>? numbers) in
                 new[] { (nameof(Gains), Gains), (nameof(Offsets), Offsets) })
        {
            if (numbers is null || numbers.Count != members
                || numbers.Any(one => one is null || (one.Count != 1 && one.Count != outputs) || !one.All(float.IsFinite)))
            {
                yield return $"{name} are not finite numbers for each of {members} members";
            }
        }
    }

    /// <summary>The mean of outputs, row after row.</summary>
    /// <param name="members">The outputs of each member.</param>
    /// <param name="outputs">Where to.</param>
    /// <param name="width">Outputs of a row.</param>
    public void Apply(IReadOnlyList<float[]> members, Span<float> outputs, int width)
    {
        Span<double> sums = stackalloc double[width <= 256 ? width : 0], negatives = stackalloc double[1];
        if (width > 256)
            sums = new double[width];
        for (int row = 0; row < outputs.Length; row += width)
        {
            sums.Clear();
            negatives.Clear();
            for (int member = 0; member < members.Count; member++)
                Add(member, members[member].AsSpan(row, width), sums, ref negatives[0]);
            for (int i = 0; i < width; i++)
            {
                double mean = sums[i] / members.Count;
                double against = Of == MemberOutputs.Logit ? PortableMath.Log(Math.Max(negatives[0] / members.Count, Least)) : 0;
                outputs[row + i] = (float)(Of == MemberOutputs.Numbers ? mean : PortableMath.Log(Math.Max(mean, Least)) - against);
            }
            if (Of != MemberOutputs.Numbers && double.IsNaN(sums[0]))
                outputs.Slice(row, width).Fill(float.NaN);
        }
    }

    /// <summary>The mean of outputs, <c>[rows, outputs]</c>.</summary>
    public Tensor Apply(IReadOnlyList<Tensor> members)
    {
        Tensor[] moved = [.. members.Select((outputs, i) =>
            (outputs * Numbers(Gains[i], outputs)).add(Numbers(Offsets[i], outputs), HeldScalar.One))];
        return Of switch
        {
            MemberOutputs.Numbers => Mean(moved),
            MemberOutputs.Logit => Log(Mean([.. moved.Select(logit => logit.sigmoid())]))
                - Log(Mean([.. moved.Select(logit => logit.neg().sigmoid())])),
            _ => Log(Mean([.. moved.Select(logits => logits.softmax(1))])),
        };

        static Tensor Numbers(IReadOnlyList<float> numbers, Tensor like) => tensor(numbers.ToArray(), device: like.device);

        static Tensor Mean(Tensor[] values) => stack(values).mean([0]);

        static Tensor Log(Tensor shares) => shares.ClampMin(Least).log();
    }

    /// <summary>Adds the mean to a graph.</summary>
    /// <param name="context">The graph.</param>
    /// <param name="members">The outputs of each member.</param>
    /// <param name="outputs">Number of outputs of each.</param>
    public string ToOnnx(OnnxExportContext context, JointValue members, int outputs)
    {
        string apart = context.Op("Reshape", members.Together, context.Graph.AddInt64Constant(-1, Gains.Count, outputs));
        string moved = Moved("Add", Moved("Mul", apart, Gains, 1), Offsets, 0);
        return Of switch
        {
            MemberOutputs.Numbers => Mean(moved),
            // The runtime's sigmoid is none below −17: the logits 0 and z have the same probabilities.
            MemberOutputs.Logit => Product(SoftMax(Product(moved, [0, 1], 1, 2)), [-1, 1], 2, 1),
            _ => SoftMax(moved),
        };

        string SoftMax(string logits) => context.Op("Log", context.Op(
            "Max", Mean(context.Graph.AddNode("Softmax", [logits], ("axis", 2))), context.Graph.AddConstant(Least)));

        string Product(string value, float[] matrix, int from, int to) =>
            context.Op("MatMul", value, context.Graph.AddConstant(Onnx.OnnxTensor.Create(matrix, from, to)));

        string Moved(string op, string value, IReadOnlyList<IReadOnlyList<float>> numbers, float nothing) =>
            numbers.All(one => one.All(number => number == nothing))
                ? value
                : context.Op(op, value, context.Graph.AddConstant(Onnx.OnnxTensor.Create(
                    [.. numbers.SelectMany(one => one)], numbers.Count, numbers[0].Count)));

        string Mean(string value) => context.Graph.AddNode("ReduceMean", [value], ("axes", new long[] { 1 }), ("keepdims", 0));
    }

    /// <summary>How two members' outputs of a row differ: whether in the likeliest class, 0 or 1, or the mean square of numbers.</summary>
    public double Difference(int one, int other, ReadOnlySpan<float> outputs, ReadOnlySpan<float> others)
    {
        if (Of == MemberOutputs.Logit)
            return outputs[0] > 0 == others[0] > 0 ? 0 : 1;
        if (Of == MemberOutputs.Logits)
            return MulticlassObjective.Likeliest(outputs) == MulticlassObjective.Likeliest(others) ? 0 : 1;
        double squares = 0;
        for (int i = 0; i < outputs.Length; i++)
        {
            double difference = Moved(one, i, outputs[i]) - Moved(other, i, others[i]);
            squares += difference * difference;
        }
        return squares / outputs.Length;
    }

    private double Moved(int member, int i, float output)
    {
        IReadOnlyList<float> gains = Gains[member], offsets = Offsets[member];
        return (double)output * gains[gains.Count == 1 ? 0 : i] + offsets[offsets.Count == 1 ? 0 : i];
    }

    /// <summary>Adds a member's numbers or probabilities of a row.</summary>
    private void Add(int member, ReadOnlySpan<float> outputs, Span<double> sums, ref double negative)
    {
        switch (Of)
        {
            case MemberOutputs.Numbers:
                for (int i = 0; i < outputs.Length; i++)
                    sums[i] += Moved(member, i, outputs[i]);
                break;
            case MemberOutputs.Logit:
                double logit = Moved(member, 0, outputs[0]);
                sums[0] += 1 / (1 + PortableMath.Exp(-logit));
                negative += 1 / (1 + PortableMath.Exp(logit));
                break;
            default:
                double largest = double.NegativeInfinity, total = 0;
                for (int i = 0; i < outputs.Length; i++)
                    largest = Math.Max(largest, Moved(member, i, outputs[i]));
                for (int i = 0; i < outputs.Length; i++)
                    total += PortableMath.Exp(Moved(member, i, outputs[i]) - largest);
                for (int i = 0; i < outputs.Length; i++)
                    sums[i] += PortableMath.Exp(Moved(member, i, outputs[i]) - largest) / total;
                break;
        }
    }
}
