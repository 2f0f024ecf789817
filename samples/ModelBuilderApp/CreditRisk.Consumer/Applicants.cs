namespace ModelBuilderApp;

/// <summary>Two applicants, to try the model on.</summary>
internal static class Applicants
{
    private static readonly CreditRisk.ModelInput[] s_all =
    [
        new()
        {
            CheckingStatus = "no checking", Duration = 12, CreditHistory = "critical/other existing credit", Purpose = "radio/tv",
            CreditAmount = 1500, SavingsStatus = "no known savings", Employment = ">=7", InstallmentCommitment = 2,
            PersonalStatus = "male single", OtherParties = "none", ResidenceSince = 4, PropertyMagnitude = "real estate", Age = 52,
            OtherPaymentPlans = "none", Housing = "own", ExistingCredits = 2, Job = "skilled", NumDependents = 1, OwnTelephone = "yes",
            ForeignWorker = "yes",
        },
        new()
        {
            CheckingStatus = "<0", Duration = 48, CreditHistory = "existing paid", Purpose = "new car", CreditAmount = 9000,
            SavingsStatus = "<100", Employment = "<1", InstallmentCommitment = 4, PersonalStatus = "female div/dep/mar",
            OtherParties = "none", ResidenceSince = 2, PropertyMagnitude = "no known property", Age = 23, OtherPaymentPlans = "bank",
            Housing = "rent", ExistingCredits = 1, Job = "skilled", NumDependents = 1, OwnTelephone = "none", ForeignWorker = "yes",
        },
    ];

    /// <summary>Prints each applicant's predicted class, and the probabilities of both.</summary>
    public static void PrintPredictions()
    {
        foreach (CreditRisk.ModelInput applicant in s_all)
        {
            string predicted = CreditRisk.Predict(applicant).PredictedLabel;
            Console.WriteLine($"{applicant.CreditAmount} for {applicant.Purpose} over {applicant.Duration} months: {predicted}");
            foreach ((string name, float probability) in CreditRisk.PredictAllLabels(applicant))
                Console.WriteLine($"  {name,-10} {probability:f4}");
        }
    }
}
