using System.Globalization;
using System.Runtime.Intrinsics.X86;

namespace Syre.MLNet.Tests.Engine;

/// <summary>
/// The same rows and seed give the same network, bit for bit: with registers of 512 and 256 bits, one to three threads, in any culture, and
/// whatever libtorch would compute with. Processes of their own train, since the runtime looks for registers once.
/// </summary>
[TestClass]
public sealed class SameBitsTests
{
    /// <summary>
    /// What the trainings gave when they were first run (November 2026, Sapphire Rapids, .NET 10.0). A change of the engine's arithmetic
    /// changes them: a user's training then gives another network, which belongs into the change log. Nothing else may.
    /// </summary>
    private static readonly Dictionary<string, string> s_first = new()
    {
        ["binary"] = "05C3D8E7E0520180D5CCAEE2AEDF6A94B9BD54E421D06AFD8A5E665DC09DAFD1",
        ["binary, weights, clipped, no syre"] = "061B175F569ABB57E83F02F2CB7E9A976DBDCBEC3EEDB3CFE6357DF1A4255451",
        ["binary, linear, plain decay"] = "6949C663DB50B65FC400D154F12DF118B51EF5CE7EED9D79F2219BD52128DCDF",
        ["classes, syre advanced regenerated"] = "130428418C660067A442273FEF001D7B8720D850B0AA31D586B59B2A85B6ADFB",
        ["classes, syre stored, early stop"] = "7B04F61CBBAD905789FAF1868231FF3FA175C4073DCD66EABB13CAAA3EC81EB5",
        ["classes, default widths"] = "6B741BDC7584AF855DFC75C2E186B69ED3C54BB832104F646F1DDAA61A416C17",
        ["number"] = "E376E313FD0C38B27589DFE5334B0493F486BA647620B3D87EE15A5B04095F4D",
        ["number, L2 Init, weights, no validation"] = "60F2C7036497C6B217FB1EDE7D943315282D63347DFB90D98CFA74300B318FE6",
        ["number, trained on"] = "670E04440D52362129A63B3FAEA5593C2B8EC6B1C76B64923BA7DB74080D9BC6",
        ["two numbers"] = "7519BFFBBBD15CDDCC8B64FF90D42290F8EC1D88615F8E428B2D15DC5B8CD47C",
        ["number, sparse, trained on"] = "211AE7A81E2057F5BE4F61AB0EE420B6E0A6318C7FCADCEF25567EF8535A1F3B",
        ["number, sparse, regenerated"] = "1994CEEDD30DC95B246D5F5C3204DF2A81AA151804118881EE3B290A5A47A9DE",
        ["texts"] = "B19D1BF2FA56A69663005FA7EF376E90D0F8AA3BDAE5A04C36144C44DC1CAC57",
        ["classes, missing values"] = "6BFB91956165E02E6253DFC78E3163CEEF6475BE7436438573A5A327923B72E4",
        ["number, sparse, missing values"] = "B7242B56D24FDF1E8A623BF6E06FCEFA10D9DC72EEB788F7835CBB94658AF679",
    };

    public static IEnumerable<object[]> Machines =>
    [
        ["512", "1", "en-US", ""],
        ["512", "2", "de-DE", "ATEN_CPU_CAPABILITY=default DNNL_MAX_CPU_ISA=SSE41 MKL_ENABLE_INSTRUCTIONS=SSE4_2 MKL_CBWR=COMPATIBLE"],
        ["256", "3", "tr-TR", "DOTNET_EnableAVX512=0"],
    ];

    [TestMethod]
    [DynamicData(nameof(Machines))]
    public void All_trainings_give_the_bits_that_they_first_gave(string registers, string threads, string culture, string variables)
    {
        ChildResult result = Child(variables).Run(threads, culture);
        Assert.AreEqual(0, result.ExitCode, result.Errors);
        string[] lines = result.Output.TrimEnd().Split(Environment.NewLine);
        if (lines[0].Contains("fused: False", StringComparison.Ordinal))
            Assert.Inconclusive($"The engine does not run here: {lines[0]}");
        if (registers == "512" && lines[0].Contains("512 bits: False", StringComparison.Ordinal))
            registers = "256";
        StringAssert.Contains(lines[0], $"512 bits: {registers == "512"}, fused: True, registers: {registers}, half: {Half(culture)}");
        Assert.AreEqual(
            string.Join('\n', s_first.Select(first => $"{first.Key}: {first.Value} CPU engine")), string.Join('\n', lines[1..]));
        string computed = $"Steps are computed by CPU engine: registers of {registers} bits, {threads} thread(s);";
        Assert.AreEqual(s_first.Count, result.Errors.Split(computed).Length - 1, result.Errors);
    }

    [TestMethod]
    public void Without_fused_multiply_add_autograd_trains_and_the_log_says_why()
    {
        if (!X86Base.IsSupported)
            Assert.Inconclusive("Fused multiply-add cannot be switched off here.");
        ChildResult result = Child("DOTNET_EnableAVX2=0").Run("1", "en-US", "number");
        Assert.AreEqual(0, result.ExitCode, result.Errors);
        StringAssert.Contains(result.Output, "fused: False");
        StringAssert.EndsWith(result.Output.TrimEnd(), " autograd");
        StringAssert.Contains(result.Errors, "Steps are computed by autograd: this processor has no fused multiply-add.");
    }

    private static ChildApp Child(string variables) => new("EngineBits")
    {
        Variables = variables.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(variable => variable.Split('=')).ToDictionary(pair => pair[0], pair => pair[1]),
    };

    private static string Half(string culture) => 0.5.ToString("n1", CultureInfo.GetCultureInfo(culture));
}
