namespace Syre.MLNet.Inputs;

/// <summary>From the slots of a column to the features of a network that takes only some of them.</summary>
internal static class SlotMap
{
    /// <summary>The feature of each slot, or -1.</summary>
    /// <param name="slots">The slots taken, in the order of the features.</param>
    /// <param name="size">Number of slots of the column.</param>
    public static int[] Invert(int[] slots, int size)
    {
        var featureOf = new int[size];
        Array.Fill(featureOf, -1);
        for (int feature = 0; feature < slots.Length; feature++)
            featureOf[slots[feature]] = feature;
        return featureOf;
    }
}
