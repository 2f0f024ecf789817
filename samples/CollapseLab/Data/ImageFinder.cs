namespace CollapseLab.Data;

/// <summary>Finds sets of images.</summary>
internal static class ImageFinder
{
    /// <summary>A set; the built-in one where it is not there.</summary>
    /// <param name="name">Its name: <c>mnist</c> or <c>fashion_mnist</c>.</param>
    /// <param name="folder">A folder with a folder for each set; null for <c>images</c> in what <c>SYRE_DATA</c> names.</param>
    /// <exception cref="InvalidDataException">A folder was given, and it has no such set.</exception>
    public static ImageSet Find(string name, string? folder)
    {
        if (folder is not null)
        {
            return IdxFile.TryRead(Path.Combine(folder, name), name) ?? throw new InvalidDataException(
                $"'{folder}' has no folder '{name}' with the four files of the set, train-images-idx3-ubyte.gz and its siblings.");
        }
        string? all = Environment.GetEnvironmentVariable("SYRE_DATA");
        return (string.IsNullOrEmpty(all) ? null : IdxFile.TryRead(Path.Combine(all, "images", name), name)) ?? DrawnDigits.Draw();
    }
}
