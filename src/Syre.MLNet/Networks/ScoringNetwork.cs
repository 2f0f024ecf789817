using Syre.Cpu;
using Syre.MLNet.Inputs;
using Syre.MLNet.Networks.Stages;
using Syre.MLNet.Runtime;
using Syre.Torch;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Syre.MLNet.Networks;

/// <summary>A network from what it reads of rows to its outputs, preprocessing included.</summary>
/// <param name="name">Name of the module.</param>
/// <param name="spec">What it is made of.</param>
internal abstract class ScoringNetwork(string name, NetworkSpec spec) : ExplicitModule(name)
{
    /// <summary>Name of the buffer of slots.</summary>
    internal const string SlotsName = "feature_slots";

    /// <summary>What it is made of.</summary>
    public NetworkSpec Spec => spec;

    /// <summary>The input whose numbers are the features that reports and messages name; the first, where nothing else is said.</summary>
    public virtual int FeatureInput => 0;

    /// <summary>Number of features.</summary>
    public int Features => spec.Features;

    /// <summary>Number of outputs.</summary>
    public int Outputs => spec.Outputs;

    /// <summary>The column's slot of each feature, or null when feature i is slot i.</summary>
    public virtual int[]? Slots => null;

    /// <summary>
    /// The features of which an input of the first layer, after those of all features, tells whether the value is missing; ascending.
    /// </summary>
    public virtual IReadOnlyList<int> Indicated => [];

    /// <summary>
    /// The features that are embedded, ascending: after all other inputs, the first layer reads the first number of each embedding, then
    /// the second of each, and so on.
    /// </summary>
    public virtual IReadOnlyList<int> Embedded => [];

    /// <summary>Whether missing values are filled in; else they make outputs NaN.</summary>
    public virtual bool FillsMissing => false;

    /// <summary>How rows are to be stored for this network, input by input.</summary>
    public abstract IReadOnlyList<FeatureStorage> Storage { get; }

    /// <summary>The bounds of outputs once training is over; null for none.</summary>
    public OutputBounds? Bounds { get; set; }

    /// <summary>Whether outputs may be beyond a float's range: features are not scaled, or the layers are the user's own.</summary>
    public virtual bool IsUnbounded => false;

    /// <summary>The module that a user would call the network: the user's own, or this.</summary>
    public virtual nn.Module<Tensor, Tensor> Visible => this;

    /// <summary>
    /// σ0 of the training, where it is one with syre: what the layers' <see cref="ObservedLayer.StaticBiasSize"/> is made of.
    /// </summary>
    public double? Sigma0 { get; set; }

    /// <summary>The deviations that σ0 is a multiple of, by parameter; null before a first training.</summary>
    public IReadOnlyDictionary<string, double>? InitialDeviations { get; set; }

    /// <summary>The scale of each feature; null where they are not scaled.</summary>
    public virtual FeatureScale[]? Scales => null;

    /// <summary>The modules that read the hidden layers, from the input to the output.</summary>
    public abstract IReadOnlyList<nn.Module> HiddenReaders { get; }

    /// <summary>The trained parameters, by learning rate and decay.</summary>
    public abstract IEnumerable<SyreParameterGroup> ParameterGroups();

    /// <summary>Whether a parameter has a scale by its place in the network, which a preset's θ0 can be a multiple of.</summary>
    /// <param name="parameter">Its name in <see cref="ParameterGroups"/>.</param>
    public virtual bool HasNominalScale(string parameter) => true;

    /// <summary>The weights that sparse rows read row by row.</summary>
    public virtual IReadOnlyList<InputTable> Tables => [];

    /// <summary>What keeps the CPU engine from running the network where it is; null where nothing does.</summary>
    public virtual string? EngineObstacle(Device device) =>
        device.type != DeviceType.CPU ? $"the network is on {device}"
        : !CpuSupport.HasFusedMultiplyAdd ? "this processor has no fused multiply-add"
        : ForEngine(parameter => EngineNetwork.Parameter(parameter)) is null ? EngineLacks
        : null;

    /// <summary>What to say where <see cref="ForEngine"/> gives null.</summary>
    protected virtual string EngineLacks => "the CPU engine has none of one of its stages";

    /// <summary>The network in the CPU engine; null where it cannot run there.</summary>
    /// <param name="parameter">Gives the engine a parameter.</param>
    public virtual EngineNetwork? ForEngine(Func<Parameter, CpuParameter> parameter) => null;

    /// <summary>Rows that are run at once where nothing is learnt from them.</summary>
    public virtual int BlockRows => 8192;

    /// <summary>Multiplications of one forward and backward pass for one row: three for each weight of a matrix.</summary>
    public virtual double MultiplicationsPerRow =>
        3.0 * parameters().Where(parameter => parameter.dim() > 1).Sum(parameter => parameter.numel());

    /// <summary>Outputs, <c>[rows, outputs]</c>.</summary>
    public abstract Tensor Forward(in Batch rows);

    /// <summary>Outputs within their bounds.</summary>
    public Tensor Score(in Batch rows) => Bounded(Forward(rows));

    /// <summary>Outputs within their bounds, and the hidden layers that led to them. <see cref="PrepareTrace"/> comes first.</summary>
    public abstract NetworkTrace Trace(in Batch rows);

    /// <summary>The entries that tables are read by, of one input.</summary>
    public virtual FeatureRows Read(in Batch rows, int input) => rows[input];

    /// <summary>The features preprocessed, <c>[rows, features]</c>; null for sparse rows.</summary>
    public virtual Tensor? Preprocessed(in Batch rows) => rows[FeatureInput].Dense;

    /// <summary>
    /// What the first layer reads: the features preprocessed, and what is made of them, <c>[rows, inputs]</c>; null for sparse rows.
    /// </summary>
    public virtual Tensor? FirstInputs(in Batch rows) => Preprocessed(rows);

    /// <summary>
    /// What an objective judges: the outputs, <c>[rows, outputs]</c>, or of a network that learns from rows without a label the loss of
    /// each, <c>[rows, 1]</c>.
    /// </summary>
    public virtual Tensor Judged(in Batch rows) => Forward(rows);

    /// <summary>Numbers of a row in <see cref="Judged"/>.</summary>
    public virtual int JudgedSize => Outputs;

    /// <summary>
    /// The mean loss of the best answer that is the same for all of these rows, where they have no label; null where it is not known.
    /// </summary>
    public virtual double? ConstantLoss(in Batch rows) => null;

    /// <summary>
    /// Means and logarithms of variances of a variational autoencoder's latents, <c>[rows, latents]</c>; null for other networks.
    /// </summary>
    public virtual (Tensor Mean, Tensor LogVariance)? Posterior(in Batch rows) => null;

    /// <summary>The hidden layers with their present weights; the caller's dispose scope owns the tensors.</summary>
    public abstract IReadOnlyList<ObservedLayer> DescribeHidden();

    /// <summary>The tables of embeddings, measured.</summary>
    public virtual IReadOnlyList<EmbeddingReport> DescribeEmbeddings() => [];

    /// <summary>
    /// The hidden layers that a saved graph can show, by index: those whose reader is a module of its own in the graph too.
    /// </summary>
    public virtual IReadOnlyList<int> ExportedLayers() => [.. Enumerable.Range(0, HiddenReaders.Count)];

    /// <summary>Finds the hidden layers, where they are not known, by running a few rows.</summary>
    public virtual void PrepareTrace(in Batch example)
    {
    }

    /// <summary>Says no more of hidden layers, since they cannot be observed.</summary>
    public virtual void LeaveUntraced()
    {
    }

    /// <summary>Fits preprocessing, and initial weights where they are ours, to the training rows.</summary>
    public abstract void Initialize(RowStore rows, RowOrder trainingRows, WeightRandom random);

    /// <summary>Makes the last layer that of a new network, where the network is ours.</summary>
    public virtual void ResetOutputs()
    {
    }

    /// <summary>Begins a step of training: its dropout, where the network is ours.</summary>
    /// <param name="step">The step's number, which the masks depend on.</param>
    /// <param name="dropout">The share of activations set to zero.</param>
    /// <param name="progress">How much of the training is done, from 0 to 1.</param>
    public virtual void BeginStep(long step, double dropout, double progress)
    {
    }

    /// <summary>The outputs, not bounded, of some rows in evaluation mode, row after row.</summary>
    public float[] OutputsOf(RowStore store, RowOrder rows)
    {
        eval();
        using var _ = no_grad();
        var outputs = new float[rows.Rows.Length * Outputs];
        for (int start = 0; start < rows.Rows.Length; start += BlockRows)
        {
            using var scope = NewDisposeScope();
            int count = Math.Min(BlockRows, rows.Rows.Length - start);
            OutputsOf(store.Select(rows, start, count)).CopyTo(outputs.AsSpan(start * Outputs));
        }
        return outputs;
    }

    /// <summary>The same, of rows that are at hand.</summary>
    protected virtual float[] OutputsOf(in Batch rows) => HostValues.Copy<float>(Forward(rows));

    /// <summary>The outputs within their bounds.</summary>
    protected Tensor Bounded(Tensor outputs) => Bounds?.Apply(outputs) ?? outputs;
}
