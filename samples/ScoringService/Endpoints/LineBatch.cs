using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;
using Microsoft.AspNetCore.Mvc;
using ScoringService.Rows;

namespace ScoringService.Endpoints;

/// <summary>
/// A batch as a stream of lines (NDJSON), each answered as it comes. Where a line does not fit and nothing was answered yet, the request is
/// refused; after that the answer ends with a line of problem details.
/// </summary>
internal sealed class LineBatch(Scoring scoring, HttpContext context, int mostRows)
{
    private const string Lines = "application/x-ndjson";

    // A client may send everything before it reads anything, so answers must never make it wait. The row limit bounds them.
    private readonly Pipe _answers = new(new PipeOptions(pauseWriterThreshold: 0, useSynchronizationContext: false));
    private int _line;

    /// <summary>
    /// Bytes at the start of what is left that have no end of a line, so that a long line is not searched again with each piece of it.
    /// </summary>
    private long _searched;

    /// <summary>Reads to the end of the stream, or to the first line that does not fit.</summary>
    public async Task<IResult> AnswerAsync()
    {
        Task? sending = null;
        IResult? refusal = null;
        try
        {
            bool more = true;
            while (more && refusal is null)
            {
                ReadResult read = await ClientFaults.ReadAsync(context.Request.BodyReader.ReadAsync(context.RequestAborted));
                ReadOnlySequence<byte> rest = read.Buffer;
                more = !read.IsCompleted;
                while (refusal is null && TryTakeLine(ref rest, isLast: !more, out ReadOnlySequence<byte> line))
                    refusal = Answer(line);
                context.Request.BodyReader.AdvanceTo(rest.Start, rest.End);
                if (scoring.Rows == 0)
                    continue;
                sending ??= SendAsync();
                await _answers.Writer.FlushAsync(context.RequestAborted);
            }
            if (scoring.Rows == 0)
                return refusal ?? Results.Bytes([], Lines);
            if (refusal is not null)
                await WriteAsync(refusal);
        }
        catch (BadHttpRequestException e) when (scoring.Rows > 0)
        {
            await WriteAsync(Problems.Body(e));
        }
        finally
        {
            await _answers.Writer.CompleteAsync();
            if (sending is not null)
                await sending;
        }
        return Results.Empty;
    }

    private async Task SendAsync()
    {
        context.Response.ContentType = Lines;
        await _answers.Reader.CopyToAsync(context.Response.BodyWriter, context.RequestAborted);
        await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
    }

    private IResult? Answer(in ReadOnlySequence<byte> line)
    {
        if (IsBlank(line))
            return null;
        if (_line == mostRows)
            return Problems.TooManyRows(mostRows);
        try
        {
            ReadOnlyMemory<byte> answer = scoring.Answer(line.IsSingleSegment ? line.FirstSpan : line.ToArray());
            _answers.Writer.Write(answer.Span);
            _answers.Writer.Write("\n"u8);
            _line++;
            return null;
        }
        catch (RowException e)
        {
            return Problems.Row(e, _line);
        }
    }

    private async Task WriteAsync(IResult refusal)
    {
        ProblemDetails problem = (ProblemDetails)((IValueHttpResult)refusal).Value!;
        JsonSerializer.Serialize(_answers.Writer.AsStream(leaveOpen: true), problem, problem.GetType());
        _answers.Writer.Write("\n"u8);
        await _answers.Writer.FlushAsync(context.RequestAborted);
    }

    private bool TryTakeLine(ref ReadOnlySequence<byte> rest, bool isLast, out ReadOnlySequence<byte> line)
    {
        if (rest.Slice(_searched).PositionOf((byte)'\n') is { } end)
        {
            line = rest.Slice(0, end);
            rest = rest.Slice(rest.GetPosition(1, end));
            _searched = 0;
            return true;
        }
        line = rest;
        _searched = isLast ? 0 : rest.Length;
        if (!isLast || rest.IsEmpty)
            return false;
        rest = rest.Slice(rest.End);
        return true;
    }

    private static bool IsBlank(in ReadOnlySequence<byte> line)
    {
        foreach (ReadOnlyMemory<byte> part in line)
        {
            if (part.Span.IndexOfAnyExcept(" \t\r"u8) >= 0)
                return false;
        }
        return true;
    }
}
