using Syre.Torch;

namespace Syre.Studies.Thresholds;

/// <summary>A network with its known truth.</summary>
/// <param name="Problem">The table or the images.</param>
/// <param name="Kind">What it is an example of.</param>
/// <param name="Name">What was done.</param>
/// <param name="Seed">The seed.</param>
/// <param name="Truth">What is known of it.</param>
/// <param name="Room">Share lost of what the best recipe gains over the constant answer, on the rows that tell the
/// truth; 0 where not trained.</param>
/// <param name="Alone">Its report, without findings, as one has it of a single network: the evidence is the training loss.</param>
/// <param name="Compared">The same with held-out errors of the network and of a reference; null where not trained.</param>
/// <param name="IsForChoosing">Whether thresholds are chosen by it; if not, rates are reported of it.</param>
internal sealed record StudyCase(
    string Problem, Kind Kind, string Name, int Seed, Truth Truth, double Room, CollapseReport Alone,
    CollapseReport? Compared, bool IsForChoosing)
{
    /// <summary>Every report that a judge may be asked about.</summary>
    public IEnumerable<CollapseReport> Reports => Compared is null ? [Alone] : [Alone, Compared];
}
