using Syre.MLNet.Tests.Conformance;

namespace Syre.MLNet.Tests.Diagnostics;

/// <summary>CollapseDiagnostics of a column of vectors.</summary>
[TestClass]
public sealed class CollapseDiagnosticsVectorConformance : VectorConformance
{
    protected override EstimatorCase Case => CollapseDiagnosticsConformance.Features;
}
