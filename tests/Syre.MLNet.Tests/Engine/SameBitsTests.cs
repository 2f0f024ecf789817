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
        ["binary"] = "0E10607425A6493909492814E022A15E243B311777DCB6A9A3A9D8EB8D014442",
        ["binary, weights, clipped, no syre"] = "6096D5E640103A8E996C9101BB377C457D2592CAD12F6906C0AFE156EC19CB6E",
        ["binary, linear, plain decay"] = "58DF18FE196498E54D2E93FBF07A707044B4B2F89DD499ECCC472C42505D6064",
        ["classes, syre advanced regenerated"] = "D6ACAB3EE9EB266B5F6A6970749ED8E2A11A2F316268B24036FD6A2D182CC291",
        ["classes, syre stored, early stop"] = "7E2903108C8AFC6C99FFB1FEE7895F1E32E2B9CBFC66948657F065AD40219C2E",
        ["classes, default widths"] = "C104D9DD77D02222DA988F2A48C1706C1F027B67610FE23E2527C5A04569214B",
        ["number"] = "9523D31FB3585510D9103B00BD0BDDD7FF126F363B5CBFC2CF6E8A2774FF54D8",
        ["number, L2 Init, weights, no validation"] = "BDD38CCCB2D0CA24E9305A348986C9588FCACDCE2F48F33AA1BF765CC8BC6F9E",
        ["number, trained on"] = "2058C92A19A3089D223FC47ACD0913B99FFB69FD7FDED0FFD7606B69D1EF423D",
        ["two numbers"] = "AB24BC3804682E0B4901D27F7403475FD3D645B9E2051CD97777F1A9B821601C",
        ["number, sparse, trained on"] = "0EEDD91C4788A5A93D37C735679C1AE200A6DF3075FC5A9ED523B341F94C44E0",
        ["number, sparse, regenerated"] = "89CBB9043BEC371E1BE4982BC23578C25AE70CE65BDFB612E70B205CA1B7DBCB",
        ["texts"] = "B19D1BF2FA56A69663005FA7EF376E90D0F8AA3BDAE5A04C36144C44DC1CAC57",
        ["classes, missing values"] = "567A8777AB52D0F0D19CEB2C6E1EA1BEDC9D1AF94C51A9351B8AF0112353A8F5",
        ["number, sparse, missing values"] = "06B5DA658888F3121F23F272532332FF847D8987690C3EC265DD428C8C9F081C",
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
