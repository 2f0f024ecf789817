using System.Reflection;
using Microsoft.ML;
using Syre.MLNet.Tests.Tabular;
using Syre.Torch;

namespace Syre.MLNet.Tests.Training;

/// <summary>The decay in a trainer's options: what is not named keeps the trainer's default.</summary>
[TestClass]
public sealed class DecayOptionsTests
{
    private static readonly SyreOptions s_default = new SyreNetworkOptions().Syre;

    private static readonly PropertyInfo[] s_properties = typeof(SyreOptions).GetProperties(BindingFlags.Public | BindingFlags.Instance);

    public static IEnumerable<object[]> Properties => s_properties.Select(property => new object[] { property.Name });

    [TestMethod]
    public void The_default_is_the_trainers() => Assert.AreEqual(new SyreOptions { WeightDecay = 0.02, Sigma0 = 0.3 }, s_default);

    [TestMethod]
    [DynamicData(nameof(Properties))]
    public void Naming_one_property_leaves_all_others_at_the_trainers_default(string name)
    {
        PropertyInfo named = typeof(SyreOptions).GetProperty(name)!;
        var options = new SyreOptions();
        object value = Another(named.PropertyType);
        named.SetValue(options, value);
        SyreTrainerOptions[] trainers = [new SyreNetworkOptions { Syre = options }, new SyreTextClassificationOptions { Syre = options }];
        foreach (SyreTrainerOptions trainer in trainers)
        {
            foreach (PropertyInfo property in s_properties)
                Assert.AreEqual(Expected(property), property.GetValue(trainer.Syre), property.Name);
        }

        // The numbers of a preset follow from network and steps.
        object? Expected(PropertyInfo property) => property == named ? value
            : name == nameof(SyreOptions.Preset) && property.Name is (nameof(SyreOptions.WeightDecay) or nameof(SyreOptions.Sigma0)) ? null
            : property.GetValue(s_default);
    }

    [TestMethod]
    public void Naming_the_mode_trains_as_with_all_numbers_named()
    {
        using SyreNetworkTransformer mode = Fit(new SyreOptions { Mode = DecayMode.SyreAdvanced });
        using SyreNetworkTransformer all = Fit(new SyreOptions { Mode = DecayMode.SyreAdvanced, WeightDecay = 0.02, Sigma0 = 0.3 });
        using SyreNetworkTransformer papers = Fit(new SyreOptions { Mode = DecayMode.SyreAdvanced, WeightDecay = 0.01, Sigma0 = 0.01 });
        Assert.AreSequenceEqual(Scores(all), Scores(mode));
        Assert.IsFalse(Scores(papers).SequenceEqual(Scores(mode)));
        Assert.AreEqual(0.02, mode.Model.Options.Syre.WeightDecay);
    }

    [TestMethod]
    public void A_seed_of_its_own_draws_the_static_bias()
    {
        using SyreNetworkTransformer first = Fit(new SyreOptions { WeightDecay = 1, Seed = 5 });
        using SyreNetworkTransformer again = Fit(new SyreOptions { WeightDecay = 1, Seed = 5 });
        using SyreNetworkTransformer other = Fit(new SyreOptions { WeightDecay = 1, Seed = 6 });
        Assert.AreSequenceEqual(Scores(first), Scores(again));
        Assert.IsFalse(Scores(first).SequenceEqual(Scores(other)));
    }

    [TestMethod]
    public void What_is_probably_not_meant_is_told_to_the_callback_and_to_the_log()
    {
        var ml = new MLContext(1);
        List<string> log = [], told = [];
        ml.Log += (_, e) => log.Add(e.RawMessage);
        using SyreNetworkTransformer model = ml.BinaryClassification.Trainers
            .SyreNetwork(Small.Options with { Syre = new SyreOptions { WeightDecay = 0, Warning = told.Add } }).Fit(TestData.Binary(ml));
        StringAssert.Contains(told.Single(), "WeightDecay is 0");
        Assert.HasCount(1, log.Where(line => line.Contains(told[0])));
    }

    [TestMethod]
    public void No_options_are_refused_by_name() =>
        Assert.AreEqual("value", Assert.ThrowsExactly<ArgumentNullException>(() => new SyreNetworkOptions { Syre = null! }).ParamName);

    private static SyreNetworkTransformer Fit(SyreOptions syre) => Small.FitBinary(Small.Options with { Seed = 1, Syre = syre });

    private static float[] Scores(SyreNetworkTransformer model) => Small.Scores(model, TestData.Binary(new MLContext(1)));

    private static object Another(Type type) => (Nullable.GetUnderlyingType(type) ?? type) switch
    {
        var t when t == typeof(DecayMode) => DecayMode.Plain,
        var t when t == typeof(SyrePreset) => SyrePreset.Retraining,
        var t when t == typeof(StaticBiasStorage) => StaticBiasStorage.Regenerated,
        var t when t == typeof(double) => 0.125,
        var t when t == typeof(long) => 9L,
        var t when t == typeof(bool) => true,
        var t when t == typeof(Action<string>) => (Action<string>)(_ => { }),
        var t when t == typeof(IReadOnlyDictionary<string, StaticBiasOrigin>) => new Dictionary<string, StaticBiasOrigin>(),
        _ => (Func<string, TorchSharp.Modules.Parameter, bool>)((_, _) => true),
    };
}
