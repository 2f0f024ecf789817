namespace Syre.Cpu.Tests;

/// <summary>Loss and gradients of a <see cref="TestNetwork"/> in double precision, row after row.</summary>
internal sealed unsafe class DoubleNetwork
{
    private readonly TestNetwork _network;
    private readonly CpuLayer[] _layers;

    /// <param name="network">The network.</param>
    /// <param name="rows">The rows; all of them are the batch.</param>
    /// <param name="loss">The loss.</param>
    /// <param name="dropout">The dropout.</param>
    public DoubleNetwork(TestNetwork network, CpuRows rows, CpuLoss loss, Dropout dropout)
    {
        (_network, _layers) = (network, network.Layers);
        foreach ((string name, KeptGradient kept) in network.Gradients)
            Gradients[name] = new double[kept.Values.Length];
        for (int r = 0; r < rows.Count; r++)
            Add(rows, (int)rows.Order[r], r, loss, dropout);
    }

    public double Loss { get; private set; }

    public Dictionary<string, double[]> Gradients { get; } = [];

    private void Add(CpuRows rows, int row, int place, CpuLoss loss, Dropout dropout)
    {
        int layers = _layers.Length;
        double[][] inputs = new double[layers + 1][], sums = new double[layers][], masks = new double[layers][];
        inputs[0] = Features(rows, row);
        if (_network.Embedding is { } embedding)
            inputs[0] = Embed(embedding, inputs[0]);
        uint number = 0;
        for (int l = 0; l < layers; l++)
        {
            CpuLayer layer = _layers[l];
            sums[l] = new double[layer.Outputs];
            masks[l] = new double[layer.Outputs];
            inputs[l + 1] = new double[layer.Outputs];
            for (int o = 0; o < layer.Outputs; o++)
            {
                double sum = 0;
                for (int i = 0; i < layer.Inputs; i++)
                    sum += inputs[l][i] == 0 ? 0 : inputs[l][i] * Scale(layer, i) * layer.Weight.Values[i * layer.Outputs + o];
                double x = sums[l][o] = layer.Gain * sum + layer.Bias.Values[o];
                masks[l][o] = layer.Activation is null ? 1 : dropout.Factor(number + (uint)(place * layer.Outputs + o));
                inputs[l + 1][o] = layer.Activation is null ? x : masks[l][o] * (x + Share(layer, o) * (Function(x).F - x));
            }
            number += (uint)(rows.Count * layer.Outputs);
        }
        if (_network.Direct is { } direct)
            AddDirect(direct, inputs[0], inputs[layers]);
        double weight = rows.Weights == null ? 1 : rows.Weights[row];
        (double value, double[] gradient) = Compare(inputs[layers], rows.Targets + row * rows.TargetSize, loss);
        Loss += weight * value / rows.Count;
        double[] d = [.. gradient.Select(g => g * weight / rows.Count)];
        if (_network.Direct is { } table)
            Back("direct", table, inputs[0], [], [], d);
        for (int l = layers - 1; l >= 0; l--)
            d = Back($"{l}", _layers[l], inputs[l], sums[l], masks[l], d);
        if (_network.Embedding is { } embedded)
            BackEmbedded(embedded, inputs[0], d[rows.Size..]);
    }

    private static double Angle(CpuEmbedding e, int j, int k, double x) =>
        2 * Math.PI * e.Frequency.Values[j * e.Frequencies + k] * x + e.Phase.Values[j * e.Frequencies + k];

    private static double[] Embed(CpuEmbedding e, double[] features)
    {
        double Output(int o, int j) => e.Bias.Values[j * e.Outputs + o] + Enumerable.Range(0, e.Frequencies)
            .Sum(k => Math.Cos(Angle(e, j, k, features[e.Places[j]])) * e.Map.Values[(j * e.Frequencies + k) * e.Outputs + o]);
        return [.. features, .. Enumerable.Range(0, e.Outputs * e.Features).Select(i => Output(i / e.Features, i % e.Features))];
    }

    private void BackEmbedded(CpuEmbedding e, double[] features, double[] d)
    {
        for (int i = 0; i < e.Outputs * e.Features; i++)
        {
            int o = i / e.Features, j = i % e.Features;
            Gradients["bias"][j * e.Outputs + o] += d[i];
            for (int k = 0; k < e.Frequencies; k++)
            {
                double angle = Angle(e, j, k, features[e.Places[j]]);
                int at = j * e.Frequencies + k, map = at * e.Outputs + o;
                double back = -Math.Sin(angle) * e.Map.Values[map] * d[i];
                Gradients["map"][map] += Math.Cos(angle) * d[i];
                Gradients["phase"][at] += back;
                Gradients["frequency"][at] += 2 * Math.PI * features[e.Places[j]] * back;
            }
        }
    }

    /// <summary>All features of a row.</summary>
    private static double[] Features(CpuRows rows, int row)
    {
        if (rows.Entries.Starts == null)
            return [.. Enumerable.Range(0, rows.Size).Select(i => (double)rows.Features[row * rows.Size + i])];
        var features = new double[rows.Size];
        for (long i = rows.Entries.Starts[row]; i < rows.Entries.Starts[row + 1]; i++)
            features[rows.Entries.Features[i]] += rows.Entries.Values[i];
        return features;
    }

    private static void AddDirect(CpuLayer direct, double[] features, double[] outputs)
    {
        for (int o = 0; o < outputs.Length; o++)
        {
            outputs[o] += direct.Bias.Values[o];
            for (int i = 0; i < features.Length; i++)
            {
                if (features[i] != 0)
                    outputs[o] += direct.Gain * features[i] * Scale(direct, i) * direct.Weight.Values[i * direct.Outputs + o];
            }
        }
    }

    private double[] Back(string name, CpuLayer layer, double[] inputs, double[] sums, double[] masks, double[] d)
    {
        var below = new double[layer.Inputs];
        for (int o = 0; o < layer.Outputs; o++)
        {
            double g = d[o];
            if (layer.Activation is not null)
            {
                (double f, double df) = Function(sums[o]);
                if (layer.Share is not null)
                    Gradients[$"a{name}"][o] += g * masks[o] * (f - sums[o]);
                g *= masks[o] * (1 + Share(layer, o) * (df - 1));
            }
            Gradients[$"b{name}"][o] += g;
            for (int i = 0; i < layer.Inputs; i++)
            {
                // What a first layer has below nobody asks for.
                if (inputs[i] == 0 && layer.IsTable)
                    continue;
                double w = layer.Weight.Values[i * layer.Outputs + o];
                Gradients[$"W{name}"][i * layer.Outputs + o] += layer.Gain * inputs[i] * Scale(layer, i) * g;
                if (layer.Scale is not null)
                    Gradients[$"s{name}"][i] += layer.Gain * inputs[i] * w * g;
                below[i] += layer.Gain * w * Scale(layer, i) * g;
            }
        }
        return below;
    }

    private static double Scale(CpuLayer layer, int i) => layer.Scale is { } scale ? scale.Values[i] : 1;

    private static double Share(CpuLayer layer, int o) => layer.Share is { } share ? share.Values[o] : 1;

    private (double F, double Df) Function(double x) => TextbookActivation.Of(_network.Activation, x);

    /// <summary>The loss of a row's outputs, and its gradient.</summary>
    public static (double Value, double[] Gradient) Compare(double[] z, float* target, CpuLoss loss)
    {
        int n = z.Length;
        if (loss.Kind == CpuLossKind.CrossEntropy)
        {
            double largest = z.Max(), log = largest + Math.Log(z.Sum(x => Math.Exp(x - largest)));
            double[] wanted = [.. z.Select((_, o) => loss.Smoothing / n + (o == (int)*target ? 1 - loss.Smoothing : 0))];
            return (
                z.Select((x, o) => wanted[o] * (log - x)).Sum(),
                [.. z.Select((x, o) => Math.Exp(x - log) - wanted[o])]);
        }
        double value = 0;
        var gradient = new double[n];
        for (int o = 0; o < n; o++)
        {
            double y = target[o], d = z[o] - y;
            (double v, double g) = loss.Kind switch
            {
                CpuLossKind.BinaryCrossEntropy => Binary(z[o], y, loss.Smoothing),
                CpuLossKind.SquaredError => (d * d, 2 * d),
                _ => (
                    Math.Abs(d) <= loss.Delta ? d * d / 2 : loss.Delta * (Math.Abs(d) - loss.Delta / 2),
                    Math.Clamp(d, -loss.Delta, loss.Delta)),
            };
            (value, gradient[o]) = (value + v / n, g / n);
        }
        return (value, gradient);
    }

    private static (double, double) Binary(double z, double y, double smoothing)
    {
        double wanted = y * (1 - smoothing) + smoothing / 2, p = 1 / (1 + Math.Exp(-z));
        return (Math.Max(z, 0) - z * wanted + Math.Log(1 + Math.Exp(-Math.Abs(z))), p - wanted);
    }
}
