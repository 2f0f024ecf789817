using Syre.MLNet.Tests.Conformance;

namespace Syre.MLNet.Tests.Encoders;

/// <summary>A variational autoencoder with its error as a column.</summary>
[TestClass]
public sealed class SyreEncoderVariationalConformance : EstimatorConformance
{
    private static readonly EstimatorCase s_case = EncoderCases.Case(
        EncoderCases.Options with { Kind = EncoderKind.VariationalAutoencoder, ReconstructionError = true });

    protected override EstimatorCase Case => s_case;
}

/// <summary>A contrastive encoder.</summary>
[TestClass]
public sealed class SyreEncoderContrastiveConformance : EstimatorConformance
{
    private static readonly EstimatorCase s_case =
        EncoderCases.Case(EncoderCases.Options with { Kind = EncoderKind.Contrastive });

    protected override EstimatorCase Case => s_case;
}
