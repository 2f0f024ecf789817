using Microsoft.ML;
using Microsoft.ML.Data;
using Syre.MLNet.Stock;

namespace Syre.MLNet.Tests.Conformance;

/// <summary>Estimator and model accept and refuse each data set as its role says, early, and keep the promised schema.</summary>
public static class RoleChecks
{
    public static void EstimatorObeysRoles(EstimatorCase @case)
    {
        var ml = new MLContext(seed: 1);
        IEstimator<ITransformer> estimator = @case.Estimator(ml);
        foreach (ConformanceInput input in @case.Inputs)
        {
            IDataView data = input.View(ml);
            if (input.Trains)
            {
                Must.Succeed(() => estimator.GetOutputSchema(MLNetInternals.ShapeOf(data.Schema)),
                    $"GetOutputSchema of the estimator on {input.Name}");
                (Must.Succeed(() => estimator.Fit(data), $"Fit on {input.Name}") as IDisposable)?.Dispose();
            }
            else
            {
                Must.Fail(() => estimator.GetOutputSchema(MLNetInternals.ShapeOf(data.Schema)),
                    $"GetOutputSchema of the estimator on {input.Name}");
                Must.Fail(() => estimator.Fit(data), $"Fit on {input.Name}");
            }
        }
    }

    /// <summary>Refusal must come from <c>Transform</c> itself, not from the first row that is read.</summary>
    public static void ModelObeysRoles(EstimatorCase @case)
    {
        FittedCase fitted = @case.Fitted;
        foreach ((string name, ITransformer model) in fitted.Models)
        {
            foreach (ConformanceInput input in @case.Inputs)
            {
                IDataView data = input.View(fitted.ML);
                if (input.Scores)
                {
                    Must.Succeed(() => model.GetOutputSchema(data.Schema), $"GetOutputSchema of the {name} on {input.Name}");
                    Must.Succeed(() => model.Transform(data), $"Transform of the {name} on {input.Name}");
                }
                else
                {
                    Must.Fail(() => model.GetOutputSchema(data.Schema), $"GetOutputSchema of the {name} on {input.Name}");
                    Must.Fail(() => model.Transform(data), $"Transform of the {name} on {input.Name}");
                }
            }
        }
    }

    /// <summary>Estimator's shape, model's schema, view's schema and row mapper's schema are one, with their annotations.</summary>
    public static void PromiseIsDelivery(EstimatorCase @case)
    {
        FittedCase fitted = @case.Fitted;
        SchemaShape promise = @case.Estimator(fitted.ML).GetOutputSchema(MLNetInternals.ShapeOf(fitted.Data.Schema));
        SchemaChecks.SameShape(promise, MLNetInternals.ShapeOf(fitted.Model.GetOutputSchema(fitted.Data.Schema)), "estimator and model");

        foreach (ConformanceInput input in @case.Inputs.Where(input => input.Scores))
        {
            IDataView data = input.View(fitted.ML);
            DataViewSchema delivery = fitted.Model.GetOutputSchema(data.Schema);
            SchemaChecks.AnnotationsFitTheirColumns(delivery, input.Name);
            foreach ((string name, ITransformer model) in fitted.Models)
            {
                SchemaChecks.Same(delivery, model.GetOutputSchema(data.Schema), $"{name}'s schema of {input.Name}");
                SchemaChecks.Same(delivery, model.Transform(data).Schema, $"{name}'s view of {input.Name}");
                if (!model.IsRowToRowMapper)
                {
                    Must.Fail(() => model.GetRowToRowMapper(data.Schema), $"row mapper of the {name}, which says it has none");
                    continue;
                }

                IRowToRowMapper mapper = model.GetRowToRowMapper(data.Schema);
                Must.Hold(ReferenceEquals(data.Schema, mapper.InputSchema),
                    $"{name}'s row mapper has another input schema than it was given");
                SchemaChecks.Same(delivery, mapper.OutputSchema, $"{name}'s row mapper of {input.Name}");
            }
        }
    }
}
