namespace Syre.MLNet;

/// <summary>What <c>FeaturizeTable</c> takes a column for, and so what it makes of it.</summary>
public enum TableColumnKind
{
    /// <summary>A number, or a vector of numbers: as it is, in Single. A Boolean is 0 or 1.</summary>
    Number,

    /// <summary>One of several levels: a slot each, of which one is 1.</summary>
    Category,

    /// <summary>A point in time: days since 1970, month, day, day of the week and hour, those of them that vary.</summary>
    Date,

    /// <summary>Long texts: left to <c>SyreTextClassification</c> or <c>FeaturizeText</c>.</summary>
    Text,

    /// <summary>Tells rows apart and nothing else: left out.</summary>
    Identifier,

    /// <summary>The same in every row: left out.</summary>
    Constant,

    /// <summary>What is to be predicted.</summary>
    Label,

    /// <summary>Left out since the options say so, or since no feature can be made of its type.</summary>
    Ignored,
}
