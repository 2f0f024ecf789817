using Microsoft.ML;
using Microsoft.ML.Data;
using Syre.MLNet.Objectives;
using Syre.Torch;
using static TorchSharp.torch;

namespace Syre.MLNet.Tests.Fitting;

/// <summary>An objective without a label, as an encoder would have: the network gives back what its first layer reads.</summary>
internal sealed class ReconstructionObjective : Objective
{
    public override string Name => "reconstruction";

    public override string ErrorName => "RMSE";

    public override bool HasLabel => false;

    public override bool IsScaled => true;

    public override int Outputs(DataViewType labelType) => ((VectorDataViewType)labelType).Size;

    public override Tensor Loss(Tensor outputs, in LabelledBatch batch, double smoothing = 0) =>
        Mean((outputs - batch.Inputs!).Square().mean([1]), batch.Weights);

    public override double ReportedError(double mean) => Math.Sqrt(mean);

    public override int? Classes(int outputs) => null;

    public override string? LabelProblem(SchemaShape.Column label) => throw new NotSupportedException();

    public override LabelGetter Getter(DataViewRow row, DataViewSchema.Column label) => throw new NotSupportedException();

    public override Tensor Targets(float[] labels) => throw new NotSupportedException();

    public override Tensor ConstantOutputs(Tensor targets, int outputs) => throw new NotSupportedException();

    public override Tensor? MeasuredTargets(Tensor targets) => throw new NotSupportedException();
}
