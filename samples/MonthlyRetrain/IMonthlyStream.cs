using Microsoft.ML;
using Syre.MLNet;

namespace MonthlyRetrain;

/// <summary>Rows that come month by month, and how a network learns them.</summary>
internal interface IMonthlyStream
{
    /// <summary>What it is and how it changes, in a sentence.</summary>
    string Description { get; }

    /// <summary>Months that a model can be trained on and tested after.</summary>
    int Months { get; }

    /// <summary>What <see cref="Measure"/> gives.</summary>
    string MeasureName { get; }

    /// <summary>Whether more of the measure is better.</summary>
    bool MoreIsBetter { get; }

    /// <summary>The rows that a model of this month is trained on.</summary>
    /// <param name="month">From 0.</param>
    IDataView Train(int month);

    /// <summary>The rows that it is tested on.</summary>
    /// <param name="month">From 0.</param>
    IDataView Test(int month);

    /// <summary>From raw rows to a model.</summary>
    /// <param name="options">The trainer's options, but for the names of columns.</param>
    IEstimator<ITransformer> Pipeline(SyreNetworkOptions options);

    /// <summary>How good a model is.</summary>
    /// <param name="scored">Test rows with its predictions.</param>
    double Measure(IDataView scored);
}
