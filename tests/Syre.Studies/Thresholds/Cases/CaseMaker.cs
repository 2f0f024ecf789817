using Syre.Studies.Measuring;
using Syre.Torch;

namespace Syre.Studies.Thresholds;

/// <summary>Trains and measures everything on one problem, and finds out what is true of it.</summary>
/// <param name="source">The problem.</param>
/// <param name="index">Its number, which decides with the seed which half a case is in.</param>
/// <param name="settings">Seeds, epochs and rows.</param>
internal sealed class CaseMaker(ProblemSource source, int index, StudySettings settings)
{
    /// <summary>Untrained networks a seed.</summary>
    private const int RandomNetworks = 6;

    /// <summary>From this share of the room on something was lost, if it is also beyond noise.</summary>
    public const double LostShare = 0.25;

    /// <summary>Up to this share nothing was.</summary>
    public const double KeptShare = 0.1;

    /// <summary>Standard errors that are beyond noise: a loss of more is surely one,</summary>
    public const double SureNoise = 3;

    /// <summary>and of more than this perhaps.</summary>
    public const double Noise = 2;

    private readonly List<StudyCase> _random = [];
    private readonly List<Outcome> _outcomes = [];
    private readonly Dictionary<int, double[]> _constantErrors = [];

    /// <summary>Networks that were left out since their training diverged.</summary>
    public int Diverged { get; private set; }

    public IReadOnlyList<StudyCase> Make()
    {
        for (int seed = 1; seed <= settings.Seeds; seed++)
        {
            using Problem problem = source.Read(seed, settings.MaxRows);
            _constantErrors[seed] = problem.ConstantErrors();
            AddRandom(problem, seed);
            AddTrained(problem, seed);
        }
        Recipe best = _outcomes.GroupBy(outcome => outcome.Recipe)
            .Where(of => of.Key.Damage is null && of.Count() == settings.Seeds)
            .MinBy(of => of.Average(outcome => outcome.TruthErrors.Average()))!.Key;
        return [.. _random, .. _outcomes.Select(outcome => Case(outcome, best))];
    }

    private void AddRandom(Problem problem, int seed)
    {
        var shapes = new Random(1000 * index + seed);
        for (int i = 0; i < RandomNetworks; i++)
        {
            NetworkShape shape = NetworkShape.Draw(shapes);
            using var network = new Mlp(shape, problem.Features, problem.Outputs, shapes.Next(), isWide: i % 2 == 0);
            _random.Add(new StudyCase(source.Name, Kind.Random, $"{shape.Activation} {shape.Depth} × {shape.Width}", seed, Truth.Healthy, 0,
                Probing.Measure(network, problem, seed), null, IsForChoosing(seed)));
        }
    }

    private void AddTrained(Problem problem, int seed)
    {
        NetworkShape shape = NetworkShape.InTurn(index + (seed + 1) / 2);
        foreach (Recipe recipe in Recipe.All.Where(recipe => recipe.Fits(shape, problem)))
        {
            using Mlp network = Training.Run(problem, shape, recipe, seed, settings.Epochs);
            if (network.IsFinite())
            {
                _outcomes.Add(new Outcome(
                    recipe, seed, Probing.MeasureTrained(network, problem, recipe, seed), problem.Errors(network.Network)));
            }
            else
            {
                Diverged++;
            }
        }
    }

    private StudyCase Case(Outcome outcome, Recipe best)
    {
        Outcome reference = Of(best, outcome.Seed), compared = Reference(outcome, best);
        Spread lost = Difference(outcome.TruthErrors, reference.TruthErrors);
        double room = _constantErrors[outcome.Seed].Where((_, row) => row % 2 == 0).Average() - reference.TruthErrors.Average();
        double share = lost.Mean / room;
        Truth truth = outcome.Recipe.Kind == Kind.Usual ? Truth.Healthy
            : share >= LostShare && lost.Mean > SureNoise * lost.StandardError
                ? outcome.Recipe.Damage is { TakesFeatures: true } ? Truth.Masked : Truth.Lost
            : share <= KeptShare && lost.Mean <= Noise * lost.StandardError ? Truth.Kept
            : Truth.Unclear;
        CollapseReport report = outcome.Report with
        {
            Evidence = outcome.Report.Evidence with
            {
                ValidationError = outcome.EvidenceErrors.Average(),
                ReferenceError = compared.EvidenceErrors.Average(),
                ErrorUncertainty = Difference(outcome.EvidenceErrors, compared.EvidenceErrors).StandardError,
            },
        };
        return new StudyCase(source.Name, outcome.Recipe.Kind, outcome.Recipe.Name, outcome.Seed, truth, share, outcome.Report, report,
            IsForChoosing(outcome.Seed));
    }

    /// <summary>
    /// A less decayed network, as a user would take one; of the one without decay, the best, so that its overfitting shows.
    /// </summary>
    private Outcome Reference(Outcome outcome, Recipe best) => Of(outcome.Recipe == Recipe.NoDecay ? best : Recipe.NoDecay, outcome.Seed);

    private Outcome Of(Recipe recipe, int seed) => _outcomes.First(outcome => outcome.Recipe == recipe && outcome.Seed == seed);

    private bool IsForChoosing(int seed) => (index + seed) % 2 == 0;

    private static Spread Difference(double[] errors, double[] reference) => Spread.Of([.. errors.Zip(reference, (a, b) => a - b)]);
}
