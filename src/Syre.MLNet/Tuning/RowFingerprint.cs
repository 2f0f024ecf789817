using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Microsoft.ML;
using Microsoft.ML.Data;
using Syre.MLNet.Inputs;
using Syre.MLNet.Objectives;
using Syre.MLNet.Stock;

namespace Syre.MLNet.Tuning;

/// <summary>How many rows there are, and a hash of all that a training reads of them.</summary>
/// <param name="Rows">Their number.</param>
/// <param name="Hash">SHA-256 in hexadecimal digits.</param>
internal sealed record RowFingerprint(int Rows, string Hash)
{
    private const int BlockRows = 4096;

    /// <summary>Reads rows.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="options">The columns.</param>
    /// <param name="objective">What is learnt.</param>
    /// <param name="checkAlive">Asked now and then; throws to stop.</param>
    public static RowFingerprint Read(IDataView rows, SyreNetworkOptions options, Objective objective, Action checkAlive)
    {
        DataViewSchema.Column label = rows.Schema[options.LabelColumnName], features = rows.Schema[options.FeatureColumnName];
        DataViewSchema.Column? weight = Column(options.ExampleWeightColumnName), key = Column(options.SamplingKeyColumnName);
        DataViewSchema.Column?[] needed = [label, features, weight, key];
        using DataViewRowCursor cursor = rows.GetRowCursor(needed.OfType<DataViewSchema.Column>());
        LabelGetter getLabel = objective.Getter(cursor, label);
        ValueGetter<VBuffer<float>> getFeatures = SizedVector.Getter(cursor, features);
        ValueGetter<float>? getWeight = weight is { } weights ? cursor.GetGetter<float>(weights) : null;
        Func<int>? getGroup = key is { } keys ? SamplingKeys.Getter(cursor, keys) : null;
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var numbers = new float[objective.LabelSize(label.Type)];
        VBuffer<float> vector = default;
        float weighs = 0;
        int count = 0;
        for (; cursor.MoveNext(); count++)
        {
            if (count % BlockRows == 0)
                checkAlive();
            getLabel(numbers);
            getFeatures(ref vector);
            getWeight?.Invoke(ref weighs);
            hash.AppendData(MemoryMarshal.AsBytes(numbers.AsSpan()));
            ReadOnlySpan<int> sizes = [vector.Length, vector.GetValues().Length, getGroup?.Invoke() ?? 0];
            hash.AppendData(MemoryMarshal.AsBytes(sizes));
            hash.AppendData(MemoryMarshal.AsBytes(vector.GetValues()));
            if (!vector.IsDense)
                hash.AppendData(MemoryMarshal.AsBytes(vector.GetIndices()));
            hash.AppendData(MemoryMarshal.AsBytes(new ReadOnlySpan<float>(in weighs)));
        }
        return new(count, Convert.ToHexString(hash.GetHashAndReset()));

        DataViewSchema.Column? Column(string? name) => name is null ? null : rows.Schema.GetColumnOrNull(name);
    }
}
