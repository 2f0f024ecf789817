using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Syre.MLNet.Heads;
using Syre.MLNet.Inputs;
using Syre.MLNet.Networks;
using Syre.MLNet.Runtime;
using Syre.MLNet.Training;
using Syre.Torch;
using TorchSharp;

namespace Syre.MLNet.Fitting;

/// <summary>A trained network that a training goes on from.</summary>
internal sealed class EarlierNetwork : IDisposable
{
    private readonly bool _owned, _carries;
    private readonly TrainingOrigin _origin;
    private readonly Dictionary<string, StaticBiasOrigin> _origins = [];
    private TableMove? _moved;

    private EarlierNetwork(SyreModel model, bool owned, bool carries, ClassMap? classes)
    {
        (Model, _owned, _carries, _origin, Classes) = (model, owned, carries, OriginOf(model), classes);
        OptimizerState = carries && model.Members.Count == 0 ? State(model) : null;
    }

    /// <summary>The model.</summary>
    public SyreModel Model { get; }

    /// <summary>The network.</summary>
    public ScoringNetwork Network => Model.ScoringNetwork;

    /// <summary>How its classes go with those of the new rows; null where there are no classes by name.</summary>
    public ClassMap? Classes { get; }

    /// <summary>The optimizer's state to go on with; null to start afresh.</summary>
    public byte[]? OptimizerState { get; }

    /// <summary>An earlier model, for a task on new rows.</summary>
    /// <param name="model">The model.</param>
    /// <param name="owned">Whether it is disposed of with this.</param>
    /// <param name="carries">Whether the optimizer goes on with its state.</param>
    /// <param name="task">What the training is for.</param>
    /// <param name="label">The new rows' label; null for an objective without one.</param>
    /// <exception cref="ArgumentException">It is of another task, or its classes cannot be matched, or it has
    /// no state to carry.</exception>
    public static EarlierNetwork Create(SyreModel model, bool owned, bool carries, PredictionTask task, DataViewSchema.Column? label)
    {
        try
        {
            if (model.Task.Name != task.Name)
            {
                throw new ArgumentException(
                    $"The earlier model was trained for {model.Task.Name}, this trainer is for {task.Name}.", nameof(InitialModel));
            }

            if (model.ScoringNetwork.Spec.IsCompacted)
            {
                throw new ArgumentException(
                    "The earlier model was compacted, so that units that it may need for new rows are gone. Train on from the model of " +
                    "before it was compacted, and compact what comes of it.", nameof(InitialModel));
            }

            ClassMap? classes = label is { Type: KeyDataViewType } keys
                ? ClassMap.Match(keys, OriginOf(model), model.ScoringNetwork.Outputs)
                : null;
            return new EarlierNetwork(model, owned, carries, classes);
        }
        catch when (owned)
        {
            model.Dispose();
            throw;
        }
    }

    /// <summary>What a member of an ensemble goes on from: of one network this.</summary>
    public EarlierNetwork Member(int member) =>
        Model.Members.Count == 0 ? this : new EarlierNetwork(Model.Members[member], owned: false, _carries, Classes);

    /// <summary>The columns of new rows, with a label that knows all classes.</summary>
    public DataViewSchema Extend(DataViewSchema schema, string label) => Classes?.Extend(schema, label) ?? schema;

    /// <summary>Gives a new network, whose weights are random, the earlier one's weights.</summary>
    /// <param name="source">Made the network.</param>
    /// <param name="network">The network.</param>
    /// <param name="rows">The new rows.</param>
    /// <param name="channel">The log.</param>
    /// <exception cref="ArgumentException">It is of another shape.</exception>
    public void TakeOver(NetworkSource source, ScoringNetwork network, RowStore rows, IChannel channel)
    {
        bool moves = _origin.OutputNumbers is not null || Classes?.IsSame(Network.Outputs) == false;
        using ScoringNetwork? wider = moves ? source.Create(rows, network.Outputs + 1) : null;
        var outputs = new TensorMove(0, Classes?.EarlierOf ?? []);
        Dictionary<string, TensorMove[]> state =
            wider is null ? [] : Along(Shapes(network.state_dict()), Shapes(wider.state_dict()), outputs);
        _moved = source.Moved(_origin);
        foreach (string table in _moved?.Tables ?? [])
            state[table] = [new TensorMove(0, _moved!.EarlierOf), .. state.GetValueOrDefault(table, [])];
        CheckCarried(source.Options);
        Dictionary<string, torch.Tensor> earlier = Network.state_dict(), now = network.state_dict();
        string[] differences = [.. source.Differences(Model, network), .. StateTransfer.Differences(earlier, now, state)];
        if (differences.Length > 0)
        {
            throw new ArgumentException(
                $"The earlier network is not of this shape; they differ in {string.Join(", ", differences)}. " +
                "Use the options and the columns of the earlier training.", nameof(InitialModel));
        }

        NoteOrigins(source, network, wider, channel);
        StateTransfer.Copy(earlier, now, state);
        network.InitialDeviations = _origins.ToDictionary(origin => origin.Key, origin => origin.Value.InitialDeviation ?? 0);
    }

    /// <summary>How to train on: towards the θ0 of the first training.</summary>
    public TrainingRecipe GoOn(TrainingRecipe recipe) => recipe with { StaticBiasSeed = _origin.Seed, StaticBiasOrigins = _origins };

    /// <summary>What a later training must know.</summary>
    public TrainingOrigin Origin(IReadOnlyDictionary<string, double> deviations) => _origin with
    {
        // Under a preset this training's are the nominal ones.
        Deviations = _origin.Deviations.Concat(deviations).DistinctBy(pair => pair.Key).ToDictionary(),
        Classes = Classes?.Names,
        FirstOutputs = _origin.FirstOutputs ?? (Classes?.IsSame(Network.Outputs) == false ? Network.Outputs : null),
        OutputNumbers = Classes?.IsSame(Network.Outputs) == false
            ? Classes.Numbers(_origin, Network.Outputs)
            : _origin.OutputNumbers,
        TableRows = _moved?.History ?? _origin.TableRows,
    };

    public void Dispose()
    {
        if (_owned)
            Model.Dispose();
    }

    /// <summary>θ0 of each parameter: of a deviation that is not known, that of a new network's takes the place.</summary>
    private void NoteOrigins(NetworkSource source, ScoringNetwork network, ScoringNetwork? wider, IChannel channel)
    {
        SyreTrainerOptions options = source.Options;
        if (options.Syre.Seed is { } seed && seed != _origin.Seed)
        {
            channel.Warning(MessageSensitivity.None,
                $"{nameof(options.Syre)}.{nameof(SyreOptions.Seed)} is {seed}, but θ0 is that of the earlier training, " +
                $"of seed {_origin.Seed}.");
        }
        IReadOnlyDictionary<string, double> fresh = _origin.Deviations;
        if (!network.ParameterGroups().SelectMany(group => group.Parameters).All(named => fresh.ContainsKey(named.name)))
        {
            using SyreAdamW optimizer =
                (source.Recipe(rows: 1) with { StaticBiasOrigins = _origins }).CreateOptimizer(network);
            fresh = optimizer.InitialDeviations;
        }
        TrainingOrigin origin = Origin(fresh);
        TensorMove? numbers = wider is null ? null : new(0, origin.OutputNumbers!);
        Dictionary<string, TensorMove[]> outputs = numbers is null ? [] : Along(Shapes(network), Shapes(wider!), numbers);
        foreach ((string name, double deviation) in fresh)
        {
            long[]? Numbers(int dimension) => outputs.GetValueOrDefault(name, [])
                .Where(move => move.Dimension == dimension)
                .Select(move => move.EarlierOf.Select(number => (long)number).ToArray()).FirstOrDefault();
            _origins[name] = new StaticBiasOrigin
            {
                InitialDeviation = _origin.Deviations.GetValueOrDefault(name, deviation),
                Rows = _moved?.Tables.Contains(name) == true ? _moved.Numbers : Numbers(0),
                Columns = Numbers(1),
                Width = Numbers(1) is null ? null : origin.FirstOutputs,
            };
        }
    }

    /// <summary>For each tensor that has more along a dimension in a network of one output more, that dimension.</summary>
    private static Dictionary<string, TensorMove[]> Along(
        IEnumerable<(string Name, long[] Shape)> tensors, IEnumerable<(string Name, long[] Shape)> wider, TensorMove outputs) =>
        tensors.Join(
            wider, tensor => tensor.Name, tensor => tensor.Name, (tensor, more) => (tensor.Name, Moves: tensor.Shape.Zip(more.Shape).Index()
                .Where(sizes => sizes.Item.First != sizes.Item.Second).Select(sizes => outputs with { Dimension = sizes.Index }).ToArray()))
            .Where(tensor => tensor.Moves.Length > 0).ToDictionary(tensor => tensor.Name, tensor => tensor.Moves);

    private static IEnumerable<(string Name, long[] Shape)> Shapes(Dictionary<string, torch.Tensor> state) =>
        [.. state.Select(entry => (entry.Key, entry.Value.shape))];

    private static IEnumerable<(string Name, long[] Shape)> Shapes(ScoringNetwork network) =>
        [.. network.ParameterGroups().SelectMany(group => group.Parameters).Select(named => (named.name, named.parameter.shape))];

    private static TrainingOrigin OriginOf(SyreModel model) => model.Origin ?? TrainingOrigin.Of(model.Options, model.Summary.Seed);

    /// <summary>Moments belong to the pull that they came of.</summary>
    private void CheckCarried(SyreTrainerOptions options)
    {
        SyreOptions before = Model.Options.Syre, now = options.Syre;
        if (OptimizerState is not null
            && (before.Mode, before.Preset, before.Sigma0, before.Anisotropy, before.Coupled)
                != (now.Mode, now.Preset, now.Sigma0, now.Anisotropy, now.Coupled))
        {
            throw new ArgumentException(
                $"The optimizer's state can be carried on with the same {nameof(options.Syre)} only: {nameof(now.Mode)}, " +
                $"{nameof(now.Preset)}, {nameof(now.Sigma0)}, {nameof(now.Anisotropy)} or {nameof(now.Coupled)} differs. " +
                $"Take those of the earlier training, or set {nameof(InitialModel.CarriesOptimizerState)} = false.", nameof(InitialModel));
        }

        if (OptimizerState is not null && (Classes?.IsSame(Network.Outputs) == false || _moved is not null))
        {
            throw new ArgumentException(
                $"The optimizer's state is of a network without the new {(_moved is null ? "classes" : "n-grams")}. Set " +
                $"{nameof(InitialModel.CarriesOptimizerState)} = false.", nameof(InitialModel));
        }
    }

    private static byte[] State(SyreModel model) => model.OptimizerState ?? throw new ArgumentException(
        $"The earlier model holds no state of its optimizer. Train it with {nameof(SyreTrainerOptions.KeepOptimizerState)} = true, " +
        $"which a file does not keep, or set {nameof(InitialModel.CarriesOptimizerState)} = false.", nameof(InitialModel));
}
