using Syre.MLNet.Objectives;
using Syre.MLNet.Training;

namespace Syre.MLNet.SyreNetwork;

/// <summary>
/// How long networks of a table are trained, and how many: the knee of error against time (tests/Syre.Studies/results/steps.md and
/// members.md).
/// </summary>
internal static class TabularPlan
{
    /// <summary>How many networks are averaged: those after them better little, and cost as much.</summary>
    public const int Members = 4;

    private const int ManyRows = 10_000, VeryManyRows = 50_000;

    /// <summary>Epochs and rows of a step.</summary>
    /// <param name="objective">What is learnt.</param>
    /// <param name="rows">Rows to train on.</param>
    public static TrainingPlan Of(Objective objective, int rows) => objective.IsScaled
        ? new(rows > VeryManyRows ? 32 : 64, rows > VeryManyRows ? 256 : 128)
        : new(rows > ManyRows ? 16 : 32, rows > VeryManyRows ? 256 : rows > ManyRows ? 128 : 64);

    /// <summary>Members that are trained at once.</summary>
    public static int AtOnce(SyreNetworkOptions options) => options.Threads ?? Environment.ProcessorCount;

    /// <summary>How many times after one another as many are trained as there can be at once.</summary>
    /// <param name="members">All members.</param>
    /// <param name="options">The options.</param>
    public static int Rounds(int members, SyreNetworkOptions options) => (int)Math.Ceiling((double)members / AtOnce(options));
}
