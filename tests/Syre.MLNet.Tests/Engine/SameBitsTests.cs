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
        ["binary"] = "314B989D68D5F7B78AF4177BCC88A1638E67D4D5B7192296BA79F67AF841DD53",
        ["binary, weights, clipped, no syre"] = "20EE30CFF3F2BAF725B6711D338536EEAC92AA7BCE81047DCADCF5D96319789B",
        ["binary, linear, plain decay"] = "2E39B9EA18D9949487A2F9B210D1BD0D1A8C9B50DCADCDA9CDEEC9E451D014D7",
        ["classes, syre advanced regenerated"] = "FA40B6F0680BCE253654360E029FDCE6A422F8CF1AC20630F6136E224A173ACE",
        ["classes, syre stored, early stop"] = "DDAE2CC7E065E97A1534D4E0E5F3FE9216B0EF5A7417A5045DFB35709D1E2ED2",
        ["classes, default widths"] = "B1302B8E95132FFE44A2540B325ACE4489DA5BED04A66DB9A8AEE1AFB074184E",
        ["number"] = "3F99BC7B3E864ED6B5C0FE9EFDA2117C76EB88EA2F015F639DD50A1ABFDF488D",
        ["number, L2 Init, weights, no validation"] = "BDD38CCCB2D0CA24E9305A348986C9588FCACDCE2F48F33AA1BF765CC8BC6F9E",
        ["number, trained on"] = "FD3B35656380C7D21FA669600F731E1A9211D089D1CBE4E341DCAB6E244D8431",
        ["two numbers"] = "467062F4A45ABAAF3B87EF288EA1262F78AE0D29AB3783EDC810DCBCBD2BA23F",
        ["number, sparse, trained on"] = "BF52565C12350E5BC52F19547B31BA8611F5895BE701DA28117F66FF9C82FBE2",
        ["number, sparse, regenerated"] = "44C5B23E3A76E1952B9AC245082D639C28E3BEAFE24A810D972F0F4A07B9D6E5",
        ["texts"] = "B19D1BF2FA56A69663005FA7EF376E90D0F8AA3BDAE5A04C36144C44DC1CAC57",
        ["classes, missing values"] = "AB64ECCA70D381A90D2303E8EA6A764E3541261C7A04A297F8A614551AAFFAA3",
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
