using Microsoft.ML;
using Syre.MLNet.Tests.Tabular;

namespace Syre.MLNet.Tests.Persistence.Attacks;

/// <summary>
/// The files of the folder <c>files</c>, and how they are made anew: with the environment variable SYRE_WRITE_ATTACKS set.
/// </summary>
internal static class AttackFiles
{
    private const string Sound = "sound.zip";
    private const string Messages = "messages.tsv";

    /// <summary>The folder beside the tests.</summary>
    public static string Folder { get; } = Path.Combine(AppContext.BaseDirectory, "attacks");

    /// <summary>The sound model that all are made from.</summary>
    public static byte[] SoundFile => File.ReadAllBytes(Path.Combine(Folder, Sound));

    public static IEnumerable<(string Name, string Message)> All() =>
        File.ReadLines(Path.Combine(Folder, Messages)).Select(line => line.Split('\t') is [var name, var message]
            ? (name, message) : throw new InvalidDataException(line));

    public static string PathOf(string name) => Path.Combine(Folder, name + ".zip");

    public static IReadOnlyList<Attack> Make(byte[] soundFile)
    {
        var sound = new SoundModel(soundFile);
        return [.. ZipAttacks.All(sound), .. GraphAttacks.All(sound), .. DetailAttacks.All(sound)];
    }

    /// <summary>Trains a model and writes all files into a folder of the repository.</summary>
    public static void Write(string folder)
    {
        var mlContext = new MLContext(seed: 1);
        IDataView data = TestData.Regression(mlContext);
        using (SyreNetworkTransformer model = mlContext.Regression.Trainers.SyreNetwork(
                   Small.Options with
                   {
                       HiddenLayers = [3],
                       Epochs = 2,
                       Collapse = new CollapseOptions { ColumnName = "Collapse" },
                   }).Fit(data))
        {
            SyreModelFile.Save(mlContext, model, data.Schema, Path.Combine(folder, Sound));
        }
        IReadOnlyList<Attack> all = Make(File.ReadAllBytes(Path.Combine(folder, Sound)));
        foreach (Attack attack in all)
            File.WriteAllBytes(Path.Combine(folder, attack.Name + ".zip"), attack.Bytes);
        File.WriteAllLines(Path.Combine(folder, Messages), all.Select(attack => $"{attack.Name}\t{attack.Message}"));
    }
}
