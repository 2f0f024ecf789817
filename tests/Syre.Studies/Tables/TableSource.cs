namespace Syre.Studies.Tables;

/// <summary>A real table, known by the name of its folder.</summary>
/// <param name="Name">The folder.</param>
/// <param name="Task">What is predicted.</param>
/// <param name="Label">The label's column.</param>
/// <param name="Positive">The positive class of a binary task.</param>
/// <param name="Ignored">Columns that are no features, separated by commas.</param>
internal sealed record TableSource(string Name, TableTask Task, string Label, string Positive = "", string Ignored = "")
{
    /// <summary>The tables of the studies: the first three are in the repository's <c>data</c>.</summary>
    public static IReadOnlyList<TableSource> All { get; } =
    [
        new("credit_g", TableTask.Binary, "class", Positive: "bad"),
        new("segment", TableTask.Multiclass, "class"),
        new("diamonds", TableTask.Regression, "price"),
        new("abalone", TableTask.Regression, "rings"),
        new("wine_quality", TableTask.Regression, "quality"),
        new("phoneme", TableTask.Binary, "class", Positive: "1"),
        new("dry_bean", TableTask.Multiclass, "Class"),
        new("churn_modelling", TableTask.Binary, "Exited", Positive: "1", Ignored: "Surname"),
        new("magic_telescope", TableTask.Binary, "class", Positive: "h"),
        new("adult", TableTask.Binary, "income", Positive: ">50K"),
        new("bank_marketing", TableTask.Binary, "y", Positive: "yes", Ignored: "duration"),
        new("bike_sharing_hour", TableTask.Regression, "cnt", Ignored: "dteday,casual,registered"),
        new("california_housing", TableTask.Regression, "median_house_value"),
        new("covtype_20k", TableTask.Multiclass, "Cover_Type"),
        new("credit_default_taiwan", TableTask.Binary, "default_next_month", Positive: "1"),
        new("elec2", TableTask.Binary, "class", Positive: "1"),
        new("higgs_7k", TableTask.Binary, "label", Positive: "1"),
        new("king_county_houses", TableTask.Regression, "price"),
        new("online_shoppers", TableTask.Binary, "Revenue", Positive: "True"),
        new("telco_churn", TableTask.Binary, "Churn", Positive: "Yes"),
        new("titanic", TableTask.Binary, "Survived", Positive: "1", Ignored: "PassengerId,Name,Ticket,Cabin"),
    ];

    /// <summary>The training part, or null if the table is neither in the repository nor under <paramref name="dataFolder"/>.</summary>
    /// <param name="dataFolder">A folder with further tables in <c>tabular/NAME</c>, or null.</param>
    public CsvLines? ReadTrainingPart(string? dataFolder)
    {
        List<string> folders = [Path.Combine(AppContext.BaseDirectory, "data", Name)];
        if (dataFolder is not null)
            folders.Add(Path.Combine(dataFolder, "tabular", Name));
        foreach (string folder in folders)
        {
            foreach (string suffix in new[] { ".csv", ".csv.gz" })
            {
                if (Path.Combine(folder, "train" + suffix) is var train && File.Exists(train))
                    return CsvLines.Read(train);
                if (Path.Combine(folder, "data" + suffix) is var whole && File.Exists(whole))
                    return CsvLines.Read(whole).WithoutTestRows();
            }
        }
        return null;
    }
}
