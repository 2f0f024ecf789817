using Syre.MLNet.Tests.Conformance;

namespace Syre.MLNet.Tests.Encoders;

/// <inheritdoc cref="SyreEncoderConformance"/>
[TestClass]
public sealed class SyreEncoderVectorConformance : VectorConformance
{
    protected override EstimatorCase Case => SyreEncoderConformance.Features;
}
