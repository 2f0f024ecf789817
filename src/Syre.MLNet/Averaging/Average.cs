using Microsoft.ML;
using Microsoft.ML.Data;
using Syre.MLNet.Heads;
using Syre.MLNet.Objectives;
using Syre.MLNet.Stock;
using Syre.Onnx;

namespace Syre.MLNet.Averaging;

/// <summary>Two models of a task as one, of ML.NET's own parts: both, a graph that averages, and the task's scorer.</summary>
/// <param name="host">Where the parts are made.</param>
/// <param name="task">The task.</param>
/// <param name="options">The columns.</param>
/// <param name="trainSchema">The training data's columns.</param>
internal sealed class Average(HeadHost host, PredictionTask task, SyreNetworkOptions options, DataViewSchema trainSchema)
{
    /// <summary>Logits of a single-precision probability end here.</summary>
    private const float LeastProbability = 1e-7f;

    /// <summary>Numbers are averaged in their unit.</summary>
    private static readonly LabelScale s_unit = new(0, 1, double.NegativeInfinity, double.PositiveInfinity);

    private readonly InnerColumns _inner = new(trainSchema, options.Collapse.ColumnNames);

    private string First => _inner.Named("First");

    private string Second => _inner.Named("Second");

    private int Outputs => task.Objective.Outputs(trainSchema[options.LabelColumnName].Type);

    private DataViewType PredictionType => AveragedColumn.IsVector(task)
        ? new VectorDataViewType(NumberDataViewType.Single, Outputs)
        : NumberDataViewType.Single;

    /// <summary>What both predict of rows that neither was trained on.</summary>
    /// <exception cref="InvalidOperationException">The other's predictions are not to be averaged.</exception>
    public HeldBackPredictions Predict(SyreNetworkTransformer network, ITransformer other, IDataView rows) => HeldBackPredictions.Read(
        new TransformerChain<ITransformer>([.. Both(network, other)]).Transform(rows), task, options, First, Second, Outputs);

    /// <summary>The whole model.</summary>
    /// <param name="network">The network.</param>
    /// <param name="other">The other.</param>
    /// <param name="weight">How much the network counts, from 0 to 1.</param>
    public StockChain Assemble(SyreNetworkTransformer network, ITransformer other, double weight)
    {
        string outputs = _inner.Named("Average");
        var graph = new OnnxScorer(host.Temporary, Graph(outputs, weight),
        [
            new DataViewSchema.DetachedColumn(First, PredictionType), new DataViewSchema.DetachedColumn(Second, PredictionType),
        ]);
        var builder = new DataViewSchema.Builder();
        DataViewSchema.Column label = trainSchema[options.LabelColumnName];
        builder.AddColumn(label.Name, label.Type, label.Annotations);
        builder.AddColumn(First, PredictionType);
        builder.AddColumn(Second, PredictionType);
        builder.AddColumn(outputs, Head.OutputsType(Outputs));
        DataViewSchema between = builder.ToSchema();
        Objective objective = task.Objective.With([.. Enumerable.Repeat(s_unit, Outputs)]);
        ITransformer scorer = task.Head.CreateScorer(host, between, outputs, label.Name, Outputs, objective);
        ITransformer drop = host.Temporary.NewContext().Transforms.DropColumns(First, Second, outputs).Fit(new NoRows(between));
        return new StockChain(
            new TransformerChain<ITransformer>([.. Both(network, other), graph, scorer, drop]),
            scorer is OnnxScorer scores ? [graph, scores] : [graph]);
    }

    private IEnumerable<ITransformer> Both(SyreNetworkTransformer network, ITransformer other)
    {
        yield return network;
        DataViewSchema schema = network.GetOutputSchema(trainSchema);
        yield return Copy(schema, First);
        yield return other;
        DataViewSchema after = other.GetOutputSchema(schema);
        if (Count(after) == Count(schema))
            throw new InvalidOperationException($"The trainer to average with adds no column '{AveragedColumn.Name(task)}'.");
        if (after[AveragedColumn.Name(task)].Type is VectorDataViewType vector && vector.Size != Outputs)
        {
            throw new InvalidOperationException(
                $"The trainer to average with gives {vector.Size} numbers as {AveragedColumn.Name(task)}, and the network {Outputs}: " +
                "both must learn the same label.");
        }
        yield return Copy(after, Second);

        int Count(DataViewSchema columns) => columns.Count(column => column.Name == AveragedColumn.Name(task));
    }

    private ITransformer Copy(DataViewSchema schema, string to) =>
        host.Temporary.NewContext().Transforms.CopyColumns(to, AveragedColumn.Name(task)).Fit(new NoRows(schema));

    /// <summary>The scorer's inputs: logits, logarithms of probabilities, or numbers.</summary>
    private OnnxModel Graph(string outputs, double weight)
    {
        var graph = new OnnxGraphBuilder("average");
        string first = graph.AddInput(First, OnnxElementType.Float, 1, Outputs);
        string second = graph.AddInput(Second, OnnxElementType.Float, 1, Outputs);
        string mean = Mean(first, second);
        if (task.Name == "binary")
        {
            string one = graph.AddConstant(1f);
            string rest = Mean(graph.AddNode("Sub", [one, first]), graph.AddNode("Sub", [one, second]));
            mean = graph.AddNode("Sub", [Log(mean), Log(rest)]);
        }
        else if (task.Name == "multiclass")
        {
            mean = Log(mean);
        }
        graph.AddOutput(outputs, mean, OnnxElementType.Float, 1, Outputs);
        return graph.Build();

        string Mean(string a, string b) => graph.AddNode("Add",
        [
            graph.AddNode("Mul", [a, graph.AddConstant((float)weight)]), graph.AddNode("Mul", [b, graph.AddConstant(1 - (float)weight)]),
        ]);

        string Log(string value) => graph.AddNode("Log", [graph.AddNode("Max", [value, graph.AddConstant(LeastProbability)])]);
    }
}
