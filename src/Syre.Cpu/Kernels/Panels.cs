namespace Syre.Cpu.Kernels;

/// <summary>How the columns of a matrix are cut into panels: full ones, then ones of a single register for the rest.</summary>
/// <param name="columns">Number of columns.</param>
/// <param name="full">Columns of a full panel.</param>
/// <param name="vector">Columns of a register.</param>
internal readonly struct Panels(int columns, int full, int vector)
{
    private readonly int _fulls = columns / full;

    /// <summary>Number of panels.</summary>
    public int Count => _fulls + (columns - _fulls * full + vector - 1) / vector;

    /// <summary>Columns of the matrix.</summary>
    public int Columns => columns;

    /// <summary>Columns of all panels: up to one register's more.</summary>
    public int Padded => _fulls * full + (Count - _fulls) * vector;

    /// <summary>First column of a panel.</summary>
    public int Start(int panel) => panel < _fulls ? panel * full : _fulls * full + (panel - _fulls) * vector;

    /// <summary>The panel that a column is in.</summary>
    public int Of(int column) => column < _fulls * full ? column / full : _fulls + (column - _fulls * full) / vector;

    /// <summary>Columns of a panel, those beyond the matrix counted.</summary>
    public int Width(int panel) => panel < _fulls ? full : vector;

    /// <summary>One past the last column of the matrix in a panel.</summary>
    public int End(int panel) => Math.Min(Start(panel) + Width(panel), columns);
}
