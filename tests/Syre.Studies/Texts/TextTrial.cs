using System.Diagnostics;
using Microsoft.ML;
using Microsoft.ML.Data;
using Syre.MLNet;

namespace Syre.Studies.Texts;

/// <summary>Trains on some texts and measures on others. A network that several arms want is trained once.</summary>
internal sealed class TextTrial
{
    /// <summary>The least probability that counts, as ML.NET has it.</summary>
    private const double LeastProbability = 1e-15;

    private readonly MLContext _mlContext;
    private readonly IDataView _training, _heldOut;
    private readonly int[] _labels;
    private readonly Dictionary<string, Trained> _trained = [];

    /// <param name="seed">Seed of the context.</param>
    /// <param name="training">Texts to train on.</param>
    /// <param name="heldOut">Texts to measure on.</param>
    public TextTrial(int seed, TextRow[] training, TextRow[] heldOut)
    {
        _mlContext = new MLContext(seed);
        IDataView all = _mlContext.Data.LoadFromEnumerable(training.Concat(heldOut));
        ITransformer keys = _mlContext.Transforms.Conversion.MapValueToKey("Label", nameof(TextRow.Name)).Fit(all);
        _training = keys.Transform(_mlContext.Data.LoadFromEnumerable(training));
        _heldOut = keys.Transform(_mlContext.Data.LoadFromEnumerable(heldOut));
        _labels = [.. _heldOut.GetColumn<uint>("Label").Select(key => (int)key - 1)];
    }

    /// <summary>One arm.</summary>
    /// <param name="arm">The arm.</param>
    /// <param name="seed">Seed of its first network.</param>
    public TextResult Measure(TextArm arm, int seed)
    {
        Trained[] networks = [.. Enumerable.Range(0, arm.Networks).Select(network => Train(arm.OptionsFor(seed + 1000 * network)))];
        double seconds = networks.Sum(network => network.Seconds);
        if (arm.IsRefitted)
        {
            networks = [Train(new TextArm().OptionsFor(seed) with { Epochs = networks[0].BestEpoch })];
            seconds += networks[0].Seconds;
        }
        double wrong = 0, loss = 0;
        for (int row = 0; row < _labels.Length; row++)
        {
            double[] shares = [.. networks[0].Shares[row].Select((_, i) => networks.Average(network => (double)network.Shares[row][i]))];
            wrong += Array.IndexOf(shares, shares.Max()) == _labels[row] ? 0 : 1;
            loss -= Math.Log(Math.Max(shares[_labels[row]], LeastProbability));
        }
        return new TextResult(wrong / _labels.Length, loss / _labels.Length, seconds);
    }

    private Trained Train(SyreTextClassificationOptions options)
    {
        string json = options.ToJson();
        if (_trained.TryGetValue(json, out Trained? done))
            return done;
        var clock = Stopwatch.StartNew();
        using SyreTextClassificationTransformer model =
            _mlContext.MulticlassClassification.Trainers.SyreTextClassification(options).Fit(_training);
        double seconds = clock.Elapsed.TotalSeconds;
        float[][] shares = [.. model.Transform(_heldOut).GetColumn<float[]>("Score")];
        return _trained[json] = new Trained(shares, model.Summary.BestEpoch, seconds);
    }

    /// <summary>What is kept of a network.</summary>
    /// <param name="Shares">Probabilities of the texts held out.</param>
    /// <param name="BestEpoch">The epoch kept.</param>
    /// <param name="Seconds">Time of the fit.</param>
    private sealed record Trained(float[][] Shares, int BestEpoch, double Seconds);
}
