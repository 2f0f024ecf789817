using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;
using ScoringService.Rows;

namespace ScoringService.Endpoints;

/// <summary>A batch as a JSON array. All rows are checked before the first is answered, so that the answer is whole or a refusal.</summary>
internal static class ArrayBatch
{
    private const int FlushBytes = 16 << 10;

    /// <summary>Reads the array, and streams the array of answers.</summary>
    public static async Task<IResult> AnswerAsync(Scoring scoring, HttpContext context, int mostRows)
    {
        using RequestBody body = await RequestBody.ReadAsync(context);
        var rows = new List<Range>();
        try
        {
            if (!TryFind(body.Bytes.Span, rows, mostRows))
                return Problems.TooManyRows(mostRows);
        }
        catch (RowException e)
        {
            return Problems.Row(e);
        }
        for (int i = 0; i < rows.Count; i++)
        {
            try
            {
                scoring.Check(body.Bytes.Span[rows[i]]);
            }
            catch (RowException e)
            {
                return Problems.Row(e, i);
            }
        }
        context.Response.ContentType = "application/json";
        PipeWriter answers = context.Response.BodyWriter;
        answers.Write("["u8);
        for (int i = 0; i < rows.Count; i++)
        {
            if (i > 0)
                answers.Write(",\n"u8);
            answers.Write(scoring.Answer(body.Bytes.Span[rows[i]]).Span);
            if (answers.UnflushedBytes > FlushBytes)
                await answers.FlushAsync(context.RequestAborted);
        }
        answers.Write("]"u8);
        await answers.FlushAsync(context.RequestAborted);
        return Results.Empty;
    }

    /// <summary>Finds the array's elements; false if there are too many.</summary>
    private static bool TryFind(ReadOnlySpan<byte> json, List<Range> rows, int mostRows)
    {
        var reader = new Utf8JsonReader(json);
        try
        {
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartArray)
                throw new RowException("A batch is a JSON array of rows; lines of rows need the content type application/x-ndjson.");
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                if (rows.Count == mostRows)
                    return false;
                int start = (int)reader.TokenStartIndex;
                reader.Skip();
                rows.Add(start..(int)reader.BytesConsumed);
            }
            if (reader.Read())
                throw new RowException("There is something after the array.");
            return true;
        }
        catch (JsonException e)
        {
            throw RowReader.NoJson(e);
        }
    }
}
