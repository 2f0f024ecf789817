using Microsoft.ML;
using Microsoft.ML.Data;
using Syre.MLNet.Objectives;

namespace Syre.MLNet.Heads;

/// <summary>Which columns of ML.NET come of a network's outputs, and ML.NET's own parts that write them in a saved model.</summary>
internal abstract class Head
{
    /// <summary>The output shape of a stock trainer of the task; it refuses what that trainer refuses.</summary>
    public abstract SchemaShape StockShape(SchemaShape input, string label, string features, string? weights);

    /// <summary>ML.NET's own part that gives the columns from the outputs.</summary>
    /// <param name="host">Where it is made.</param>
    /// <param name="schema">Columns that it may read.</param>
    /// <param name="outputsColumn">The column of outputs.</param>
    /// <param name="label">The label's column, whose names of classes it may keep; empty where there is none.</param>
    /// <param name="outputs">Number of outputs.</param>
    /// <param name="objective">What was learnt: how numbers relate to outputs, and what logits are divided by.</param>
    public abstract ITransformer CreateScorer(
        HeadHost host, DataViewSchema schema, string outputsColumn, string label, int outputs, Objective objective);

    /// <summary>The getter of one of the columns: the values that <see cref="CreateScorer"/>'s part would give.</summary>
    /// <param name="column">Name of the column.</param>
    /// <param name="outputs">Gives the network's outputs for the row read.</param>
    /// <param name="objective">As above.</param>
    public abstract Delegate Getter(string column, RowOutputs outputs, Objective objective);

    /// <summary>A vector of outputs as ML.NET's ONNX transformer gives it.</summary>
    public static VectorDataViewType OutputsType(int outputs) => new(NumberDataViewType.Single, 1, outputs);

    /// <summary>What logits are multiplied by.</summary>
    internal static float Gain(Objective objective) => (float)(1 / objective.Temperature);

    /// <summary>Weights that hand an output on, as it is or as a multiple.</summary>
    protected static VBuffer<float> Unit(int size, int index, float value = 1) => new(size, 1, [value], [index]);
}
