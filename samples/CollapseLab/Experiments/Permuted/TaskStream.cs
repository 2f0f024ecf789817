using CollapseLab.Data;
using Syre.Cpu;

namespace CollapseLab.Experiments.Permuted;

/// <summary>Tasks that follow each other.</summary>
/// <param name="Tasks">How many.</param>
/// <param name="Rows">Images of each.</param>
/// <param name="Epochs">How often each task's images are seen; of one, each is asked about before it is learnt from.</param>
/// <param name="Swaps">Pixels that change places between tasks, two at a time; 0 for a new order of all of them.</param>
/// <param name="HasRandomLabels">Whether images keep their pixels and get random labels instead.</param>
internal sealed record TaskStream(int Tasks, int Rows, int Epochs = 1, int Swaps = 0, bool HasRandomLabels = false)
{
    /// <summary>The images of each task in turn.</summary>
    public IEnumerable<ImageRows> Of(ImageSet images, long seed)
    {
        int[] places = [.. Enumerable.Range(0, images.Pixels)];
        for (int task = 0; task < Tasks; task++)
        {
            ImageRows rows = images.Train.Sample(Rows, seed, $"task {task}");
            var random = new ElementRandom(seed, $"change {task}");
            if (HasRandomLabels)
            {
                yield return rows with
                {
                    Labels = [.. Enumerable.Range(0, rows.Count).Select(i => (int)(random.Uniform(i) * images.Classes))],
                };
                continue;
            }
            if (Swaps == 0)
                places = ImageRows.Order(images.Pixels, seed, $"places {task}");
            for (int swap = 0; swap < Swaps; swap++)
            {
                int a = (int)(random.Uniform(2 * swap) * places.Length), b = (int)(random.Uniform(2 * swap + 1) * places.Length);
                (places[a], places[b]) = (places[b], places[a]);
            }
            yield return Moved(rows, places);
        }
    }

    private static ImageRows Moved(ImageRows rows, int[] places)
    {
        int size = places.Length;
        float[] pixels = new float[rows.Pixels.Length];
        for (int i = 0; i < pixels.Length; i++)
            pixels[i] = rows.Pixels[i / size * size + places[i % size]];
        return rows with { Pixels = pixels };
    }
}
