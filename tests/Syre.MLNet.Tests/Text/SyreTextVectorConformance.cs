using Syre.MLNet.Tests.Conformance;

namespace Syre.MLNet.Tests.Text;

/// <summary>SyreTextClassification of two classes, with numbers beside the text.</summary>
[TestClass]
public sealed class SyreTextVectorConformance : VectorConformance
{
    private static readonly EstimatorCase s_case = NumberedTextCases.Binary();

    protected override string Column => "Numbers";

    protected override EstimatorCase Case => s_case;
}
