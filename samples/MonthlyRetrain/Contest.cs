using Microsoft.ML;
using Syre.MLNet;
using Syre.Torch;

namespace MonthlyRetrain;

/// <summary>Every arm, month by month, from file to file.</summary>
/// <param name="mlContext">The context.</param>
/// <param name="stream">The rows.</param>
/// <param name="options">The options that all arms share.</param>
/// <param name="folder">Where the files are.</param>
internal sealed class Contest(MLContext mlContext, IMonthlyStream stream, SyreNetworkOptions options, string folder)
{
    /// <summary>The measure of each month, of months that an arm takes part in.</summary>
    /// <param name="arm">The arm.</param>
    /// <param name="said">Is told of each month.</param>
    public IReadOnlyList<double> Run(Arm arm, Action<int, double> said)
    {
        List<double> measures = [];
        for (int month = arm.Worn is null ? 0 : stream.Months / 2; month < stream.Months; month++)
        {
            ITransformer model = Train(arm, month);
            using var _ = model as IDisposable;
            mlContext.Model.Save(model, stream.Train(month).Schema, PathOf(arm.Name, month));
            measures.Add(stream.Measure(model.Transform(stream.Test(month))));
            said(month, measures[^1]);
        }
        return measures;
    }

    /// <summary>Whether the network of an arm still learns, in the last month.</summary>
    /// <param name="arm">The arm.</param>
    public PlasticityReport Plasticity(Arm arm)
    {
        SyreModelFile file = SyreModelFile.Open(PathOf(arm.Name, stream.Months - 2));
        return file.MeasurePlasticity(mlContext, stream.Train(stream.Months - 1)) with { Name = arm.Name };
    }

    private ITransformer Train(Arm arm, int month)
    {
        bool takesOver = arm.Worn is not null && month == stream.Months / 2;
        return month == 0 || !arm.CarriesOn
            ? stream.Pipeline(arm.Of(options)).Fit(stream.Train(month))
            : SyreModelFile.Open(PathOf(takesOver ? arm.Worn! : arm.Name, month - 1))
                .Retrain(mlContext, stream.Train(month), before => before with { Syre = arm.Syre });
    }

    private string PathOf(string arm, int month) => Path.Combine(folder, $"{arm}-{month}.zip");
}
