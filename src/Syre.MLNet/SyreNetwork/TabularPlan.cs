using Syre.MLNet.Objectives;
using Syre.MLNet.Training;

namespace Syre.MLNet.SyreNetwork;

/// <summary>How long a network of a table is trained: the knee of error against time (tests/Syre.Studies/results/tables.md).</summary>
internal static class TabularPlan
{
    private const int FewRows = 1500, ManyRows = 10_000, VeryManyRows = 50_000;

    /// <summary>Epochs and rows of a step.</summary>
    /// <param name="objective">What is learnt.</param>
    /// <param name="rows">Rows to train on.</param>
    public static TrainingPlan Of(Objective objective, int rows) => new(
        objective.IsScaled && rows > ManyRows ? 64 : 32,
        rows < FewRows ? 32 : rows <= ManyRows ? 64 : rows <= VeryManyRows && !objective.IsScaled ? 128 : 256);
}
