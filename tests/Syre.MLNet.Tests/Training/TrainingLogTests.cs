using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Runtime;
using Syre.MLNet.Tests.Tabular;
using Syre.MLNet.Tests.Text;

namespace Syre.MLNet.Tests.Training;

/// <summary>What a training says of its epochs is true of them.</summary>
[TestClass]
public sealed class TrainingLogTests
{
    [TestMethod]
    public void Without_validation_rows_nothing_is_said_of_validation_and_no_epoch_is_the_best()
    {
        string[] epochs = Epochs(ml =>
            ml.BinaryClassification.Trainers.SyreTextClassification(SmallText.Options with { ValidationFraction = 0 })
                .Fit(TextData.Binary(ml)).Dispose());
        Assert.HasCount(SmallText.Options.Epochs!.Value, epochs);
        foreach (string epoch in epochs)
        {
            StringAssert.Contains(epoch, "training loss 0.");
            foreach (string untrue in new[] { "validation", "NaN", "best" })
                Assert.DoesNotContain(untrue, epoch);
        }
    }

    [TestMethod]
    public void With_validation_rows_the_loss_and_the_best_epoch_are_said_in_any_culture()
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("de-DE");
        try
        {
            string[] epochs = Epochs(ml => ml.BinaryClassification.Trainers.SyreNetwork(Small.Options).Fit(TestData.Binary(ml)).Dispose());
            StringAssert.Contains(epochs[0], ", validation loss 0.");
            StringAssert.EndsWith(epochs[0], "(best)");
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [TestMethod]
    public void A_long_training_says_how_long_it_will_still_take()
    {
        var ml = new MLContext(1);
        List<string> heard = [];
        ml.Log += (_, message) =>
        {
            if (message.Kind == ChannelMessageKind.Info && message.RawMessage.EndsWith(" s left.", StringComparison.Ordinal))
                heard.Add(message.RawMessage);
        };
        ml.BinaryClassification.Trainers.SyreNetwork(Small.Options with
        {
            Epochs = 8,
            EarlyStopping = false,
            Progress = _ => Thread.Sleep(600),
        }).Fit(TestData.Binary(ml)).Dispose();
        Assert.IsTrue(heard.Count is >= 1 and <= 4, string.Join('\n', heard));
        StringAssert.Matches(heard[0], new(@"^\d of 8 epochs in \d+ s; at most \d+ s left\.$"));
    }

    private static string[] Epochs(Action<MLContext> fit)
    {
        var ml = new MLContext(1);
        List<string> heard = [];
        ml.Log += (_, message) =>
        {
            if (message.Kind == ChannelMessageKind.Trace && message.RawMessage.StartsWith("Epoch ", StringComparison.Ordinal))
                heard.Add(message.RawMessage);
        };
        fit(ml);
        return [.. heard];
    }
}
