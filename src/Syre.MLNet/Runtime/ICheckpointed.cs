namespace Syre.MLNet.Runtime;

/// <summary>A part of a training whose state belongs in a checkpoint.</summary>
internal interface ICheckpointed
{
    /// <summary>Writes all that changes as the training goes on.</summary>
    void Save(BinaryWriter writer);

    /// <summary>Reads what <see cref="Save"/> of the same part of the same training wrote.</summary>
    /// <exception cref="InvalidDataException">It is of another shape.</exception>
    void Load(BinaryReader reader);
}
