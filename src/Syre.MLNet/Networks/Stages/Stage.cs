using Syre.Cpu;
using Syre.MLNet.Export;
using Syre.MLNet.Inputs;
using Syre.MLNet.Runtime;
using Syre.Torch;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Syre.MLNet.Networks.Stages;

/// <summary>
/// A piece of a network: what it computes of the stage before, in torch and in a graph, what is trained of it, and what there is to see. It
/// is made by its <see cref="StageSpec"/>, which is in the same file.
/// </summary>
/// <param name="name">Name of the module.</param>
internal abstract class Stage(string name) : ExplicitModule(name), IOnnxExportable
{
    /// <summary>Its values for some rows; only a stage before the first weights may give entries.</summary>
    public abstract FeatureRows Forward(in FeatureRows rows);

    public override Tensor forward(Tensor input) => Forward(new FeatureRows(input)).Dense!;

    public abstract string ToOnnx(OnnxExportContext context, string input);

    /// <summary>Adds a stage of several networks to a graph that holds all of them, with as few nodes as it goes.</summary>
    /// <param name="places">Where each stage is.</param>
    /// <param name="stages">The stages, made by one spec; this is the first.</param>
    /// <param name="input">What they read.</param>
    public virtual JointValue ToOnnx(IReadOnlyList<OnnxExportContext> places, IReadOnlyList<Stage> stages, JointValue input) =>
        new(places[0].Graph, [.. stages.Select((stage, i) => stage.ToOnnx(places[i], input.Each[i]))]);

    /// <summary>Gives it its first weights.</summary>
    /// <param name="random">Its random numbers.</param>
    public virtual void Initialize(WeightRandom random)
    {
    }

    /// <summary>Its layer in the CPU engine; null where it has none.</summary>
    /// <param name="parameter">Gives the engine a parameter.</param>
    public virtual CpuLayer? ForEngine(Func<Parameter, CpuParameter> parameter) => null;

    /// <summary>What it makes of a row without torch, for a stage without weights before the first layer; null where it cannot.</summary>
    public virtual IRowMap? ForRows() => null;

    /// <summary>What is trained.</summary>
    public virtual IEnumerable<TrainedParameter> Trained => [];

    /// <summary>The weights of which sparse rows read one row an entry, and that then get a gradient of these rows only.</summary>
    public virtual IReadOnlyList<Parameter> Tables => [];

    /// <summary>Number of its units; null for a stage without weights.</summary>
    public virtual int? UnitCount => null;

    /// <summary>Multiplications of one row, of which so many numbers are not 0.</summary>
    public virtual double Multiplications(double entries) => 0;

    /// <summary>Between what its values are, whatever row comes; of a stage before the first weights.</summary>
    /// <param name="inputs">Between what its inputs are.</param>
    public virtual InputBounds Bounds(InputBounds inputs) => inputs;

    /// <summary>Its units in plain numbers, for a compaction; null for a stage without.</summary>
    /// <param name="name">What to call them.</param>
    public virtual UnitLayer? ToUnits(string name) => null;

    /// <summary>Gives it the numbers of a compaction.</summary>
    public virtual void Set(UnitLayer units)
    {
    }

    /// <summary>
    /// The weights of its units in effect, <c>[units, inputs]</c>; null for a stage without. The caller's dispose scope owns them.
    /// </summary>
    public virtual Tensor? UnitWeights() => null;

    /// <summary>
    /// Its hidden layer with its present weights; null for a stage that is none. The caller's dispose scope owns the tensors.
    /// </summary>
    /// <param name="name">The layer's name.</param>
    /// <param name="outgoing">The weights that read it, <c>[units, inputs]</c>.</param>
    /// <param name="sigma0">σ0 of the training; null without syre.</param>
    public virtual ObservedLayer? Describe(string name, Tensor? outgoing, double? sigma0) => null;
}
