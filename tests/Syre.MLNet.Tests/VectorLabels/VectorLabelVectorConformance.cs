using Syre.MLNet.Tests.Conformance;

namespace Syre.MLNet.Tests.VectorLabels;

/// <summary>Vectors of another length in such a regression.</summary>
[TestClass]
public sealed class VectorLabelVectorConformance : VectorConformance
{
    protected override EstimatorCase Case => VectorLabelConformance.Pair;
}
