using Microsoft.ML;
using Microsoft.ML.Runtime;

namespace Syre.MLNet.Tests.Conformance;

/// <summary>Training is repeatable, leaves nothing behind, continues, reads its source once and reports to the log.</summary>
public static class TrainingChecks
{
    public static void SameSeedGivesTheSameModel(TrainerCase @case)
    {
        Values.MustBeSame(Train(), Train(), @case.RepeatTolerance, "two contexts with one seed");

        float[][] Train()
        {
            var ml = new MLContext(seed: 7);
            IDataView data = @case.Task.Data(ml);
            return Scores(@case, @case.Trainer(ml, new TrainerColumns()).Fit(data), data);
        }
    }

    public static void FitLeavesNoTraceInTheEstimator(TrainerCase @case)
    {
        var ml = new MLContext(seed: 1);
        IDataView a = @case.Task.Data(ml), b = @case.Task.Data(ml, rows: 200, seed: 5);
        IEstimator<ITransformer> trainer = @case.Trainer(ml, new TrainerColumns());
        ITransformer first = trainer.Fit(a);
        float[][] before = Scores(@case, first, a);
        float[][] other = Scores(@case, trainer.Fit(b), a);
        Must.Hold(!Values.Same(before, other, 0), "other data gave the same model");
        Values.MustBeSame(before, Scores(@case, trainer.Fit(a), a), @case.RepeatTolerance, "the first data again, after other data");
        Values.MustBeSame(before, Scores(@case, first, a), 0, "the first model, after others were fitted");
    }

    public static void ContinuedTrainingStartsFromTheEarlierModel(TrainerCase @case)
    {
        var ml = new MLContext(seed: 1);
        IDataView data = @case.Task.Data(ml);
        IEstimator<ITransformer> trainer = @case.Trainer(ml, new TrainerColumns());
        ITransformer fresh = @case.Continue(trainer, data, null, null);
        Values.MustBeSame(Scores(@case, trainer.Fit(data), data), Scores(@case, fresh, data), @case.RepeatTolerance, "no earlier model");
        ITransformer continued = @case.Continue(trainer, data, null, fresh);
        Must.Hold(!Values.Same(Scores(@case, fresh, data), Scores(@case, continued, data), @case.RepeatTolerance),
            "training onwards changed nothing");
        double before = Value(fresh, @case.Task.Loss), after = Value(continued, @case.Task.Loss);
        // Of a label without noise little is left to lose, and a tenth of it is chance: a hundredth of the label's variance counts then.
        double lost = Value(fresh, "RSquared") - Value(continued, "RSquared");
        Must.Hold(
            after <= before * 1.1 || lost <= 0.01,
            $"the loss on the training data rose from {before} to {after} by training onwards on them");

        double Value(ITransformer model, string name) =>
            @case.Task.Evaluate(ml, model.Transform(data)).Where(metric => metric.Name == name).Select(metric => metric.Value)
                .DefaultIfEmpty(double.NaN).Single();
    }

    public static void ValidationDataIsAccepted(TrainerCase @case)
    {
        var ml = new MLContext(seed: 1);
        IDataView train = @case.Task.Data(ml), validation = @case.Task.Data(ml, rows: 80, seed: 4);
        ITransformer model = @case.Continue(@case.Trainer(ml, new TrainerColumns()), train, validation, null);
        ContractChecks.InRange(@case.Task.Evaluate(ml, model.Transform(train)));
        ContractChecks.InRange(@case.Task.Evaluate(ml, model.Transform(validation)));
    }

    public static void SourceIsReadOnce(TrainerCase @case)
    {
        var ml = new MLContext(seed: 1);
        if (@case.ReadsSourceOnce)
        {
            var alone = new ReadCount(ml, @case.Task.Data(ml));
            @case.Trainer(ml, new TrainerColumns()).Fit(alone.View);
            Must.Equal(240, alone.Rows, "rows read, of 240, by the trainer alone");
        }

        var cached = new ReadCount(ml, @case.Task.Data(ml));
        ml.Transforms.CopyColumns("Copy", "Features").AppendCacheCheckpoint(ml)
            .Append(@case.Trainer(ml, new TrainerColumns(Feature: "Copy"))).Fit(cached.View);
        Must.Equal(240, cached.Rows, "rows read, of 240, through a cache");
    }

    public static void ProgressIsVisibleInTheLog(TrainerCase @case)
    {
        var ml = new MLContext(seed: 1);
        IDataView data = @case.Task.Data(ml);
        IEstimator<ITransformer> trainer = @case.Trainer(ml, new TrainerColumns());
        var messages = new List<LoggingEventArgs>();
        ml.Log += (_, e) => messages.Add(e);
        trainer.Fit(data);
        Must.Hold(messages.Exists(message => message.Kind >= ChannelMessageKind.Info),
            "Fit wrote nothing to the context's log but traces of reading");
    }

    public static float[][] Scores(TrainerCase @case, ITransformer model, IDataView data) =>
        Values.Rows(model.Transform(data), @case.Task.ScoreColumns);
}
