using Syre.Torch;

namespace CollapseReportSample;

/// <summary>Trainings that differ in their seed only.</summary>
internal sealed class Arm
{
    private readonly List<double> _accuracies = [];
    private readonly List<CollapseReport> _reports = [];

    /// <summary>Accuracy of each on the test rows.</summary>
    public IReadOnlyList<double> Accuracies => _accuracies;

    public IReadOnlyList<CollapseReport> Reports => _reports;

    /// <summary>Adds a training.</summary>
    public void Add(double accuracy, CollapseReport report)
    {
        _accuracies.Add(accuracy);
        _reports.Add(report);
    }
}
