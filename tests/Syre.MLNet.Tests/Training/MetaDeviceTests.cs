using Syre.MLNet.Heads;
using Syre.MLNet.Inputs;
using Syre.MLNet.Networks;
using Syre.MLNet.Training;
using Syre.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace Syre.MLNet.Tests.Training;

/// <summary>
/// Training of every kind of network on the meta device. It computes shapes only. Its elementwise operations refuse tensors of other
/// devices as on a GPU; matrix products and index_add do not. So most tensors made in the wrong place fail here, where there may be no GPU.
/// What libtorch 2.10 cannot do there is left out. It cannot look up the weights of sparse rows, so networks that do take dense rows. It
/// has no ReLU, which is the activation of the text network. It has no sums that the built-in network could be first fitted to, no
/// binary loss, and no gradient of the regression loss without weights.
/// </summary>
[TestClass]
public sealed class MetaDeviceTests
{
    public static IEnumerable<object[]> Steps =>
        from kind in Enum.GetValues<NetworkKind>()
        from sparse in kind == NetworkKind.Own ? new[] { false, true } : [false]
        from task in new[] { "binary", "multiclass", "regression" }
        from mode in Enum.GetValues<DecayMode>()
        select new object[] { kind, sparse, task, mode };

    [TestMethod]
    [DynamicData(nameof(Steps))]
    public void Training_steps_stay_on_the_device(NetworkKind kind, bool sparse, string task, DecayMode mode)
    {
        foreach (bool coupled in new[] { false, true })
        {
            foreach (bool adam in new[] { false, true })
                Train(kind, sparse, task, new SyreOptions { Mode = mode, Coupled = coupled, WeightDecay = 0.1 }, adam);
        }
    }

    [TestMethod]
    [DataRow(NetworkKind.SparseTabular, "index_select")]
    [DataRow(NetworkKind.Text, "_embedding_bag")]
    public void Sparse_rows_are_on_the_device_up_to_the_lookup_that_libtorch_cannot_do_there(NetworkKind kind, string lookup)
    {
        using var scope = NewDisposeScope();
        using var training = new SmallTraining(kind, sparse: true, "binary", META);
        FeatureRows rows = training.Rows;
        AreOnMeta([rows.Indices!, rows.Offsets!, rows.Values!]);
        Exception e = Assert.Throws<Exception>(() => training.Network.Forward(rows));
        StringAssert.Contains(e.Message, $"aten::{lookup}: attempted to run this operator with Meta tensors");
    }

    [TestMethod]
    [DataRow(NetworkKind.Tabular)]
    [DataRow(NetworkKind.SparseTabular)]
    [DataRow(NetworkKind.Own)]
    public void Rows_of_another_device_are_refused(NetworkKind kind)
    {
        using var scope = NewDisposeScope();
        using var training = new SmallTraining(kind, sparse: false, "binary", META);
        Exception e = Assert.Throws<Exception>(() => training.Network.Forward(new FeatureRows(zeros(4, 6))));
        StringAssert.Contains(e.Message, "device");
    }

    [TestMethod]
    public void The_smoothed_targets_of_the_binary_loss_are_on_the_device()
    {
        using var scope = NewDisposeScope();
        using var training = new SmallTraining(NetworkKind.Tabular, sparse: false, "binary", META);
        Tensor outputs = Outputs(training);
        Exception e = Assert.Throws<Exception>(
            () => training.Objective.Loss(outputs, new(training.Targets, training.Weights), smoothing: 0.1));
        StringAssert.Contains(e.Message, "aten::log_sigmoid_forward: attempted to run this operator with Meta tensors");
    }

    private static void Train(NetworkKind kind, bool sparse, string task, SyreOptions options, bool adam)
    {
        using var scope = NewDisposeScope();
        using var training = new SmallTraining(kind, sparse, task, META);
        ScoringNetwork network = training.Network;
        if (network is not TabularNetwork)
            training.Initialize();
        network.BeginStep(0, 0.5, 0);
        network.train();
        SyreParameterGroup[] groups = [.. network.ParameterGroups().Select(WithDeviation)];
        using SyreOptimizer optimizer = adam
            ? new SyreAdamW(groups, options: options)
            : new SyreSgd(groups, momentum: 0.9, nesterov: true, options: options);
        using var snapshot = new NetworkSnapshot(network);
        foreach (Tensor? weights in new[] { null, training.Weights })
        {
            optimizer.zero_grad();
            Tensor loss = Loss(training, weights);
            loss.backward();
            AreOnMeta([loss, .. network.parameters().Select(parameter => parameter.grad!)]);
            optimizer.step();
        }
        optimizer.CatchUp();
        training.Order.Shuffle(1, 1);
        snapshot.Update();
        snapshot.Restore();
        AreOnMeta([training.Order.OnDevice, .. network.parameters(), .. network.buffers()]);
        Evaluate(training);
    }

    private static void Evaluate(SmallTraining training)
    {
        using var _ = no_grad();
        ScoringNetwork network = training.Network;
        network.eval();
        network.Bounds = OutputBounds.Of(training.Objective.FitTo([0, 1]), network);
        Tensor outputs = Outputs(training);
        AreOnMeta([outputs]);
        if (network is OwnNetwork)
            return;
        AreOnMeta([.. network.DescribeHidden().SelectMany(layer => new[] { layer.Incoming!, layer.Bias!, layer.Outgoing! })]);
        if (network is TabularNetwork)
            AreOnMeta([.. network.Trace(training.Rows).Hidden]);
    }

    /// <summary>The network's outputs; of the text network, what they would be without its activation.</summary>
    private static Tensor Outputs(SmallTraining training) => training.Network is TextNetwork text
        ? text.Output.forward(text.Embedding.forward(training.Rows.Dense!)) + text.Direct.forward(training.Rows.Dense!)
        : training.Network.Score(training.Rows);

    /// <summary>The multiclass loss as it is; for the other tasks the weighted squared error.</summary>
    private static Tensor Loss(SmallTraining training, Tensor? weights) => training.Objective.Name == "multiclass"
        ? training.Objective.Loss(Outputs(training), new(training.Targets, weights), smoothing: 0.1)
        : PredictionTask.Named("regression").Objective.Loss(Outputs(training), new(training.Targets, training.Weights));

    /// <summary>The group with a stated deviation: the meta device has no values to take it from.</summary>
    private static SyreParameterGroup WithDeviation(SyreParameterGroup group) => new(group.Name, group.Parameters)
    {
        LearningRateFactor = group.LearningRateFactor,
        WeightDecayFactor = group.WeightDecayFactor,
        InitialDeviation = 1,
    };

    private static void AreOnMeta(IReadOnlyList<Tensor> tensors)
    {
        for (int i = 0; i < tensors.Count; i++)
            Assert.AreEqual(DeviceType.META, tensors[i].device_type, $"tensor {i}");
    }
}
