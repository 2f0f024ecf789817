using Microsoft.ML;
using Microsoft.ML.Runtime;
using Syre.MLNet.Averaging;
using Syre.MLNet.Heads;
using Syre.MLNet.Stock;

namespace Syre.MLNet;

/// <summary>
/// Trains a <c>SyreNetwork</c> and another trainer, and averages their predictions
/// (<see cref="SyreNetworkAveragingExtensions.AveragedWith"/>).
/// </summary>
/// <remarks>
/// <para>
/// The rows that the network holds back to choose its epoch (<see cref="SyreTrainerOptions.ValidationFraction"/>, or
/// <see cref="SyreTrainerOptions.ValidationSet"/>) also tell how much either counts: the weights, not negative and 1 together, with the
/// least log-loss of the averaged probabilities, or the least squared error of the averaged numbers. The other trainer is fitted twice:
/// without these rows for the weights, then with them; the network once. With no rows held back both count the same.
/// </para>
/// <para>Rows of one <see cref="SyreTrainerOptions.SamplingKeyColumnName"/> are held back together. Weights of examples count. Rows with a
/// missing label or prediction do not.</para>
/// <para>
/// The model is ML.NET's own parts in a file: both models one after the other, a graph that averages, and the scorer of the task. An app
/// that loads it needs the packages of both.
/// </para>
/// </remarks>
public sealed class AveragedEstimator : IEstimator<AveragedTransformer>
{
    private readonly SyreNetworkEstimator _network;
    private readonly IEstimator<ITransformer> _other;
    private readonly IHost _host;

    internal AveragedEstimator(SyreNetworkEstimator network, IEstimator<ITransformer> other)
    {
        (_network, _other) = (network, other);
        _host = network.Environment.Register("AveragedWith");
    }

    private SyreNetworkOptions Options => _network.Options;

    /// <summary>The columns after this: those before it, those of both trainers, and those of the task.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of the wrong type, or the other trainer gives none to
    /// average.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        PredictionTask task = _network.Check(inputSchema);
        AveragedColumn.Check(task, _other.GetOutputSchema(inputSchema));
        return task.Head.StockShape(
            _other.GetOutputSchema(_network.GetOutputSchema(inputSchema)),
            Options.LabelColumnName, Options.FeatureColumnName, Options.ExampleWeightColumnName);
    }

    /// <summary>Trains both, and learns how much each counts.</summary>
    /// <param name="input">The rows.</param>
    /// <inheritdoc cref="SyreEstimator{TOptions, TTransformer}.Fit(IDataView, IDataView)" path="/exception"/>
    public AveragedTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        SchemaShape shape = MLNetInternals.ShapeOf(input.Schema);
        PredictionTask task = _network.Check(shape);
        AveragedColumn.Check(task, _other.GetOutputSchema(shape));
        using IChannel channel = _host.Start("Averaging");
        (IDataView train, IDataView? heldBack) = Split(input);
        SyreNetworkTransformer network = _network.Fit(train, heldBack);
        ITransformer? other = null;
        try
        {
            other = _other.Fit(train);
            var average = new Average(new HeadHost(_host, new TemporaryFolder(_host)), task, Options, input.Schema);
            double weight = 0.5;
            if (heldBack is not null)
            {
                HeldBackPredictions predictions = average.Predict(network, other, heldBack);
                weight = predictions.BestWeight();
                channel.Info(MessageSensitivity.None, predictions.Describe(weight));
            }
            if (heldBack is not null && heldBack != Options.ValidationSet)
            {
                (other as IDisposable)?.Dispose();
                other = _other.Fit(input);
            }
            return new AveragedTransformer(network, other, weight, average.Assemble(network, other, weight));
        }
        catch
        {
            network.Dispose();
            (other as IDisposable)?.Dispose();
            throw;
        }
    }

    /// <summary>Rows to train on, and those held back; null for none.</summary>
    private (IDataView Train, IDataView? HeldBack) Split(IDataView input)
    {
        if (Options.ValidationSet is { } given)
            return (input, given);
        if (Options.ValidationFraction == 0)
            return (input, null);
        DataOperationsCatalog.TrainTestData parts = new TemporaryFolder(_host).NewContext().Data.TrainTestSplit(
            input, Options.ValidationFraction, Options.SamplingKeyColumnName, unchecked((int)_network.Seed));
        return (parts.TrainSet, parts.TestSet);
    }
}
