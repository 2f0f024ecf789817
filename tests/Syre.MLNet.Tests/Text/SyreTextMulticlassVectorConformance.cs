using Syre.MLNet.Tests.Conformance;

namespace Syre.MLNet.Tests.Text;

/// <summary>SyreTextClassification of several classes, with numbers beside the text.</summary>
[TestClass]
public sealed class SyreTextMulticlassVectorConformance : VectorConformance
{
    private static readonly EstimatorCase s_case = NumberedTextCases.Multiclass();

    protected override string Column => "Numbers";

    protected override EstimatorCase Case => s_case;
}
