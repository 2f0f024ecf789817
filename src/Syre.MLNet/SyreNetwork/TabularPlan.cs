using Syre.MLNet.Objectives;
using Syre.MLNet.Training;

namespace Syre.MLNet.SyreNetwork;

/// <summary>How long a network of a table is trained: the knee of error against time (tests/Syre.Studies/results/tables.md).</summary>
internal static class TabularPlan
{
    private const int ManyRows = 10_000, VeryManyRows = 50_000;

    /// <summary>How many networks are averaged.</summary>
    /// <param name="objective">What is learnt.</param>
    /// <param name="rows">Rows that there are.</param>
    public static int Members(Objective objective, int rows) => 1;

    /// <summary>Epochs and rows of a step.</summary>
    /// <param name="objective">What is learnt.</param>
    /// <param name="rows">Rows to train on.</param>
    public static TrainingPlan Of(Objective objective, int rows) => new(
        objective.IsScaled ? 64 : 32,
        rows > VeryManyRows ? 256 : objective.IsScaled || rows > ManyRows ? 128 : 64);
}
