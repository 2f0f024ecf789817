using System.Globalization;
using CollapseLab.Arms;
using CollapseLab.Statistics;

namespace CollapseLab.Reports;

/// <summary>All means for programs.</summary>
internal static class CsvReport
{
    /// <summary>Writes a line for each group, setting, arm and measure.</summary>
    public static void Write(TextWriter output, Outcome outcome)
    {
        output.WriteLine("group,setting,x,arm,measure,mean,half_width_95,seeds,diverged");
        foreach (Setting setting in outcome.Settings)
        {
            foreach (Arm arm in outcome.Experiment.Arms.Where(arm => outcome.Experiment.Has(setting, arm)))
            {
                foreach (Measure measure in outcome.Experiment.Measures)
                {
                    Estimate estimate = outcome.Mean(setting, arm, measure.Name);
                    if (estimate.Count + estimate.Lost == 0)
                        continue;
                    output.WriteLine(string.Join(',', (string[])
                    [
                        Quoted(setting.Group), Quoted(setting.Name), Number(setting.X), Quoted(arm.Name), measure.Name,
                        Number(estimate.Mean), Number(estimate.HalfWidth), Number(estimate.Count), Number(estimate.Lost),
                    ]));
                }
            }
        }
    }

    private static string Number(double value) => double.IsNaN(value) ? "" : value.ToString("g6", CultureInfo.InvariantCulture);

    private static string Quoted(string text) => text.Contains(',') ? $"\"{text}\"" : text;
}
