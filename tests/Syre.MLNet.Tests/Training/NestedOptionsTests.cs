using System.Reflection;
using Microsoft.ML;
using Syre.MLNet.Tests.Tabular;
using Syre.Torch;

namespace Syre.MLNet.Tests.Training;

/// <summary>
/// Options inside of options are checked before the first epoch, whatever they are, and all that is wrong is said at once.
/// </summary>
[TestClass]
public sealed class NestedOptionsTests
{
    private static readonly MLContext s_ml = new(1);

    [TestMethod]
    public void Every_number_and_choice_in_the_options_of_a_trainer_is_checked_when_the_trainer_is_made()
    {
        (object Options, Action<object> Make)[] trainers =
        [
            (new SyreNetworkOptions(), options => s_ml.BinaryClassification.Trainers.SyreNetwork((SyreNetworkOptions)options)),
            (new SyreNetworkOptions(), options => s_ml.Regression.Trainers.SyreNetwork((SyreNetworkOptions)options)),
            (new SyreTextClassificationOptions(), options =>
                s_ml.MulticlassClassification.Trainers.SyreTextClassification((SyreTextClassificationOptions)options)),
            (new CollapseDiagnosticsOptions(), options => s_ml.Transforms.CollapseDiagnostics((CollapseDiagnosticsOptions)options)),
        ];
        foreach ((object options, Action<object> make) in trainers)
        {
            make(options);
            Assert.IsGreaterThan(16, Check(options, [], make), options.GetType().Name);
        }
    }

    [TestMethod]
    public void All_violations_are_said_at_once_however_deep_they_are()
    {
        var e = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => s_ml.BinaryClassification.Trainers.SyreNetwork(Small.Options with
        {
            Epochs = 0,
            Syre = new SyreOptions { WeightDecay = -1 },
            Collapse = new() { Rows = 0, Thresholds = new() { EffectiveRankRatio = 5, DeadShare = -1 } },
        }));
        foreach (string part in new[]
        {
            "Epochs is 0", "Syre.WeightDecay is -1", "Collapse.Rows is 0", "Collapse.Thresholds.EffectiveRankRatio is 5",
            "Collapse.Thresholds.DeadShare is -1",
        })
        {
            StringAssert.Contains(e.Message, part);
        }
    }

    [TestMethod]
    public void Nested_options_that_are_null_are_named()
    {
        var e = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => s_ml.BinaryClassification.Trainers.SyreNetwork(
            Small.Options with { Collapse = new() { Thresholds = null! } }));
        StringAssert.Contains(e.Message, "Collapse.Thresholds is null");
        StringAssert.Contains(Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => s_ml.BinaryClassification.Trainers.SyreNetwork(
            Small.Options with { Collapse = null! })).Message, "Collapse");
    }

    /// <summary>Sets each number and choice from a path on to one that no option allows; how many there were.</summary>
    private static int Check(object root, PropertyInfo[] path, Action<object> make)
    {
        int numbers = 0;
        Type type = path.Length == 0 ? root.GetType() : path[^1].PropertyType;
        foreach (PropertyInfo property in type.GetProperties().Where(property => property.SetMethod is not null))
        {
            if (IsOptions(property))
            {
                numbers += Check(root, [.. path, property], make);
                continue;
            }
            Type number = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
            object? bad = number == typeof(double)
                ? double.NaN
                : number == typeof(int) ? int.MinValue
                : number.IsEnum ? Enum.ToObject(number, 99) : null;
            if (bad is null)
                continue;
            numbers++;
            string name = string.Join('.', path.Append(property).Select(part => part.Name));
            var e = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => make(With(root, [.. path, property], bad)), name);
            StringAssert.Contains(e.Message, $"- {name} is ", name);
        }
        return numbers;
    }

    private static object With(object of, ReadOnlySpan<PropertyInfo> path, object value)
    {
        object copy = of.GetType().GetMethod("<Clone>$")!.Invoke(of, null)!;
        path[0].SetValue(copy, path.Length == 1 ? value : With(path[0].GetValue(of)!, path[1..], value));
        return copy;
    }

    /// <summary>A record of ours with members that can be set.</summary>
    private static bool IsOptions(PropertyInfo property) =>
        property.SetMethod is not null && property.PropertyType.Namespace?.StartsWith("Syre", StringComparison.Ordinal) == true
        && property.PropertyType.GetMethod("<Clone>$") is not null;
}
