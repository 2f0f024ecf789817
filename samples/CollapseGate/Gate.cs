using System.Globalization;
using Syre.Torch;

namespace CollapseGate;

/// <summary>What a model must not be, to be deployed. Limits that are null are not checked.</summary>
internal sealed record Gate(
    CollapseVerdict FailOn, double? MinRankRatio, double? MaxDeadShare, double? MaxDuplicateShare, double? MaxValidationError)
{
    /// <summary>One sentence for each thing that stops a model with this report.</summary>
    public IEnumerable<string> Objections(CollapseReport report)
    {
        foreach (CollapseFinding finding in report.Findings.Where(finding => finding.Verdict >= FailOn))
            yield return finding.Sentence;
        if (report.Verdict == CollapseVerdict.NotJudged)
            yield return $"The model was not judged: {report.Reason}";
        foreach (LayerReport layer in report.Layers)
        {
            (string name, UnitMeasures units) = (layer.Name, layer.Measured.Units);
            if (layer.EffectiveRankRatio < MinRankRatio)
                yield return Text($"{name}: effective rank ratio {layer.EffectiveRankRatio:0.###} is below {MinRankRatio:0.###}.");
            if (units.DeadShare > MaxDeadShare)
                yield return Text($"{name}: share of dead units {units.DeadShare:0.###} is above {MaxDeadShare:0.###}.");
            if (units.DuplicateShare > MaxDuplicateShare)
                yield return Text($"{name}: share of duplicated units {units.DuplicateShare:0.###} is above {MaxDuplicateShare:0.###}.");
        }
        if (report.Evidence.ValidationError > MaxValidationError)
            yield return Text($"Validation error {report.Evidence.ValidationError:0.####} is above {MaxValidationError:0.####}.");
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
