namespace Syre.MLNet.Tests.Training;

/// <summary>The kinds of network that the trainers make.</summary>
public enum NetworkKind
{
    /// <summary>The built-in network on a table whose values are all stored.</summary>
    Tabular,

    /// <summary>The built-in network on the slots of a sparse column.</summary>
    SparseTabular,

    /// <summary>A user's network.</summary>
    Own,

    Text,
}
