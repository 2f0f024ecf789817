using System.Globalization;
using System.Reflection;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Syre.MLNet.Stock;

namespace Syre.MLNet.Inputs;

/// <summary>
/// Refuses a validation set whose columns do not mean what those of the training data mean: of another type or size,
/// or with keys of another mapping.
/// </summary>
/// <param name="training">The training data's columns.</param>
/// <param name="validation">The validation set's columns.</param>
internal sealed class ValidationSetCheck(DataViewSchema training, DataViewSchema validation)
{
    private const string Remedy =
        "Pass both sets through one fitted pipeline: var prepared = pipeline.Fit(trainData), then prepared.Transform(...) of each";

    /// <summary>Checks columns, and warns of those whose slots have other names than in training.</summary>
    /// <param name="columns">The columns that the trainer reads.</param>
    /// <param name="channel">The log.</param>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of another type.</exception>
    public void Check(IEnumerable<InputColumn> columns, IChannel channel)
    {
        foreach (InputColumn column in columns)
        {
            SameType(column.Role, column.Name);
            if (column.HasSlots)
                SameSlots(column.Name, channel);
        }
    }

    /// <summary>Checks that a column is of the type that it has in training.</summary>
    /// <param name="role">What the column is to the trainer.</param>
    /// <param name="name">Its name.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is not.</exception>
    private void SameType(string role, string name)
    {
        if (validation.GetColumnOrNull(name) is not { } column)
        {
            throw new ArgumentOutOfRangeException(
                "validationData",
                $"Could not find {role} column '{name}' in the {TrainingSetReader.ValidationSet}. Its columns are " +
                $"{string.Join(", ", validation.Select(other => other.Name).Distinct())}. {Remedy}.");
        }

        DataViewType expected = training[name].Type, got = column.Type;
        if (expected is KeyDataViewType known && got is KeyDataViewType keys)
            SameKeys(role, name, known, keys);
        else if (!Same(expected, got))
            throw Mismatch(role, name, $"is {got} there and {expected} in the training data. {Remedy}");
    }

    /// <summary>Warns of a column whose slots have other names than in training.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="channel">The log.</param>
    private void SameSlots(string name, IChannel channel)
    {
        string[]? expected = SlotAnnotation.Read(training[name], null), got = SlotAnnotation.Read(validation[name], null);
        if (expected is null || got is null || expected.SequenceEqual(got))
            return;
        int slot = Enumerable.Range(0, expected.Length).First(i => expected[i] != got[i]);
        channel.Warning(MessageSensitivity.Schema,
            $"Slot {slot} of column '{name}' is '{got[slot]}' in the {TrainingSetReader.ValidationSet} and '{expected[slot]}' in the " +
            $"training data: the epoch is chosen by rows whose features may mean something else. {Remedy}.");
    }

    private void SameKeys(string role, string name, KeyDataViewType known, KeyDataViewType keys)
    {
        string[]? expected = Values(training[name]), got = Values(validation[name]);
        if (expected is not null && got is not null)
        {
            string[] unknown = [.. got.Except(expected)];
            if (unknown.Length > 0)
            {
                throw Mismatch(role, name,
                    $"has {Count(unknown.Length)} that the training data lack{(unknown.Length == 1 ? "s" : "")}: " +
                    $"{Some(unknown)}. {Remedy}");
            }

            int key = Enumerable.Range(0, got.Length).FirstOrDefault(i => got[i] != expected[i], -1);
            if (key >= 0)
            {
                throw Mismatch(role, name,
                    "has another mapping of values to keys: " +
                    $"key {key + 1} is '{got[key]}' there and '{expected[key]}' in the training data. {Remedy}");
            }
        }
        else if (keys.Count > known.Count)
        {
            throw Mismatch(role, name, string.Create(
                CultureInfo.InvariantCulture, $"has keys up to {keys.Count}, those of the training data go up to {known.Count}. {Remedy}"));
        }
    }

    /// <summary>
    /// Two key types that differ in size only are told apart by their values; of vectors, the size and the items count, not the dimensions.
    /// </summary>
    private static bool Same(DataViewType a, DataViewType b) =>
        a.Equals(b) || (a is VectorDataViewType x && b is VectorDataViewType y && x.Size == y.Size && x.ItemType.Equals(y.ItemType));

    private static string[]? Values(DataViewSchema.Column column)
    {
        if (column.Annotations.Schema.GetColumnOrNull("KeyValues") is not { Type: VectorDataViewType type })
            return null;
        MethodInfo read = typeof(ValidationSetCheck).GetMethod(nameof(ValuesOf), BindingFlags.NonPublic | BindingFlags.Static)!;
        return (string[])read.MakeGenericMethod(type.ItemType.RawType).Invoke(null, [column])!;
    }

    private static string[] ValuesOf<T>(DataViewSchema.Column column)
    {
        VBuffer<T> values = default;
        column.Annotations.GetValue("KeyValues", ref values);
        return [.. values.DenseValues().Select(value => Convert.ToString(value, CultureInfo.InvariantCulture)!)];
    }

    private static string Count(int classes) => classes == 1 ? "a class" : $"{classes.ToString(CultureInfo.InvariantCulture)} classes";

    private static string Some(string[] names) =>
        string.Join(", ", names.Take(5).Select(name => $"'{name}'")) + (names.Length > 5 ? ", …" : "");

    private static ArgumentOutOfRangeException Mismatch(string role, string name, string difference) =>
        new("validationData", $"Schema mismatch in the {TrainingSetReader.ValidationSet}: {role} column '{name}' {difference}.");
}
