namespace Syre.MLNet;

/// <summary>What <c>FeaturizeTable</c> makes of the label's column.</summary>
public enum TableLabelKind
{
    /// <summary>By the column's type: a text becomes a key, a number Single; Boolean and key stay.</summary>
    Auto,

    /// <summary>Boolean, which binary trainers take: the column must have two values.</summary>
    Boolean,

    /// <summary>A key whose values are the column's, which multiclass trainers take.</summary>
    Key,

    /// <summary>Single, which regression trainers take.</summary>
    Number,
}
