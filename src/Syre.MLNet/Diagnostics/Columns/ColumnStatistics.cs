using Syre.Torch;

namespace Syre.MLNet.Diagnostics.Columns;

/// <summary>Mean, spectrum and principal subspace of rows that are seen once.</summary>
internal abstract class ColumnStatistics : IDisposable
{
    /// <summary>Up to so many slots the Gram matrix is kept, 8 MB; beyond, a sketch of it.</summary>
    public const int GramWidth = 1024;

    /// <summary>Whether every direction is known, or only the leading ones.</summary>
    public abstract bool IsExact { get; }

    /// <summary>Rows added.</summary>
    public long Rows { get; protected set; }

    /// <summary>The method for a column of that many slots.</summary>
    public static ColumnStatistics For(int width, int maximumSubspace, long seed) =>
        width <= GramWidth ? new GramStatistics(width) : new SketchStatistics(width, maximumSubspace, seed);

    /// <summary>Adds a row.</summary>
    public abstract void Add(NonzeroRow row);

    /// <summary>The results; nothing can be added afterwards.</summary>
    /// <param name="energy">Share of the centred energy that the subspace holds.</param>
    /// <param name="maximumSubspace">Directions of the subspace at most.</param>
    /// <param name="log">Where it is said what could not be measured.</param>
    public abstract ColumnSpectra Complete(double energy, int maximumSubspace, MeasureLog log);

    public abstract void Dispose();
}
