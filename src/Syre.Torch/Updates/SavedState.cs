using System.Runtime.InteropServices;
using System.Text;
using Syre.Torch.Parameters;

namespace Syre.Torch.Updates;

/// <summary>The saved form of an optimizer; <see cref="SyreOptimizer.SaveState"/> documents the format.</summary>
internal static class SavedState
{
    private const int Version = 1, VersionWithOwedPulls = 2;

    /// <summary>The moments a rule can have, and the initial values of L2 Init.</summary>
    private const int MostVectors = 3;

    private static ReadOnlySpan<byte> Magic => "SYREOPT1"u8;

    public static void Save(Stream stream, string owner, bool coupled, IReadOnlyList<ParameterGroupState> groups, UpdateEngine engine)
    {
        ArgumentNullException.ThrowIfNull(stream);
        using var writer = new BinaryWriter(stream, Encoding.UTF8, leaveOpen: true);
        writer.Write(Magic);
        bool owes = engine.Layout.Slots.Exists(slot => slot.Owed is { IsSettled: false });
        writer.Write(owes ? VersionWithOwedPulls : Version);
        writer.Write(owner);
        writer.Write((int)engine.Target.Mode);
        writer.Write(coupled);
        writer.Write(engine.Target.Seed);
        writer.Write(groups.Count);
        foreach (ParameterGroupState group in groups)
        {
            writer.Write(group.Name);
            writer.Write(group.LearningRate);
            writer.Write(group.InitialLearningRate);
            writer.Write(group.WeightDecay);
            writer.Write(group.Coefficients.Length);
            foreach (double coefficient in group.Coefficients)
                writer.Write(coefficient);
        }
        writer.Write(engine.Layout.Slots.Count);
        foreach (ParameterSlot slot in engine.Layout.Slots)
        {
            writer.Write(slot.Name);
            writer.Write(slot.Length);
            writer.Write(slot.Steps);
            writer.Write(slot.IsPulled);
            writer.Write(slot.Sigma0);
            writer.Write(slot.Anisotropy);
        }
        FlatVector[] vectors = [.. engine.Vectors, .. InitialValues(engine)];
        writer.Write(vectors.Length);
        foreach (FlatVector vector in vectors)
        {
            foreach (ParameterSlot slot in engine.Layout.Slots)
                writer.Write(MemoryMarshal.AsBytes<float>(vector.Read(slot)));
        }
        if (owes)
            OwedPullsState.Write(writer, engine.Layout.Slots);
    }

    public static void Load(Stream stream, string owner, bool coupled, IReadOnlyList<ParameterGroupState> groups, UpdateEngine engine)
    {
        ArgumentNullException.ThrowIfNull(stream);
        try
        {
            using var reader = new BinaryReader(stream, Encoding.UTF8, leaveOpen: true);
            Load(reader, owner, coupled, groups, engine);
        }
        catch (Exception e) when (e is EndOfStreamException or FormatException)
        {
            throw new InvalidDataException(
                "The saved optimizer state ends early or is damaged. Use a file that SaveState wrote to its end.", e);
        }
    }

    private static void Load(
        BinaryReader reader, string owner, bool coupled, IReadOnlyList<ParameterGroupState> groups, UpdateEngine engine)
    {
        if (!reader.ReadBytes(Magic.Length).AsSpan().SequenceEqual(Magic))
            throw new InvalidDataException("This is not a saved optimizer state: it does not start with 'SYREOPT1'.");
        int version = reader.ReadInt32();
        if (version != VersionWithOwedPulls)
            Expect("format version", Version, version);
        Expect("optimizer", owner, reader.ReadString());
        Expect("decay mode", engine.Target.Mode, (DecayMode)reader.ReadInt32());
        Expect("coupling", coupled, reader.ReadBoolean());
        long seed = reader.ReadInt64();

        // Everything is read and checked before anything is changed.
        var changes = new List<Action>();
        Expect("number of groups", groups.Count, reader.ReadInt32());
        foreach (ParameterGroupState group in groups)
            changes.Add(ReadGroup(reader, group));
        Expect("number of parameters", engine.Layout.Slots.Count, reader.ReadInt32());
        foreach (ParameterSlot slot in engine.Layout.Slots)
            changes.Add(ReadSlot(reader, slot));
        changes.Add(ReadVectors(reader, engine));
        changes.Add(OwedPullsState.Read(reader, engine.Layout.Slots, isEmpty: version == Version));

        engine.Target.Seed = seed;
        changes.ForEach(change => change());
        engine.Target.Refresh();
    }

    private static Action ReadGroup(BinaryReader reader, ParameterGroupState group)
    {
        Expect("name of a group", group.Name, reader.ReadString());
        double rate = reader.ReadDouble(), initialRate = reader.ReadDouble(), decay = reader.ReadDouble();
        Expect($"number of coefficients of group '{group.Name}'", group.Coefficients.Length, reader.ReadInt32());
        double[] coefficients = [.. group.Coefficients.Select(_ => reader.ReadDouble())];
        return () =>
        {
            (group.LearningRate, group.InitialLearningRate, group.WeightDecay) = (rate, initialRate, decay);
            group.Coefficients = coefficients;
        };
    }

    private static Action ReadSlot(BinaryReader reader, ParameterSlot slot)
    {
        Expect("name of a parameter", slot.Name, reader.ReadString());
        Expect($"number of elements of parameter '{slot.Name}'", slot.Length, reader.ReadInt64());
        long steps = reader.ReadInt64();
        bool pulled = reader.ReadBoolean();
        double sigma0 = reader.ReadDouble(), anisotropy = reader.ReadDouble();
        return () => (slot.Steps, slot.IsPulled, slot.Sigma0, slot.Anisotropy) = (steps, pulled, sigma0, anisotropy);
    }

    private static Action ReadVectors(BinaryReader reader, UpdateEngine engine)
    {
        int extra = InitialValues(engine).Count(), count = reader.ReadInt32();
        if (count < extra || count > MostVectors)
        {
            throw new InvalidDataException(
                $"The saved optimizer state has {count} vectors; expected {extra} to {MostVectors}. The file is damaged.");
        }
        var read = new float[count][][];
        for (int i = 0; i < count; i++)
        {
            read[i] = new float[engine.Layout.Slots.Count][];
            for (int j = 0; j < read[i].Length; j++)
            {
                read[i][j] = new float[engine.Layout.Slots[j].Length];
                reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(read[i][j].AsSpan()));
            }
        }
        return () =>
        {
            engine.EnsureVectors(count - extra);
            FlatVector[] vectors = [.. engine.Vectors, .. InitialValues(engine)];
            for (int i = 0; i < vectors.Length; i++)
            {
                for (int j = 0; j < engine.Layout.Slots.Count; j++)
                    vectors[i].Write(engine.Layout.Slots[j], read[i][j]);
            }
        };
    }

    private static IEnumerable<FlatVector> InitialValues(UpdateEngine engine) => engine.Target.InitialValues is { } values ? [values] : [];

    private static void Expect<T>(string what, T expected, T found)
    {
        if (!EqualityComparer<T>.Default.Equals(expected, found))
        {
            throw new InvalidDataException(
                $"The saved optimizer state has {what} {found}; this optimizer has {expected}. " +
                "Make the optimizer as it was when the state was saved.");
        }
    }
}
