using System.Text;

namespace Syre.MLNet.Tests.Persistence.Attacks;

/// <summary>A protobuf message as its fields in order, to be changed and written again.</summary>
internal sealed class Message
{
    public List<(int Number, int Type, byte[] Content)> Fields { get; } = [];

    public static Message Parse(byte[] bytes)
    {
        var message = new Message();
        using var reader = new BinaryReader(new MemoryStream(bytes));
        while (reader.BaseStream.Position < bytes.Length)
        {
            int tag = reader.Read7BitEncodedInt(), type = tag & 7;
            message.Fields.Add((tag >> 3, type, type switch
            {
                0 => Varint(reader.Read7BitEncodedInt64()),
                1 => reader.ReadBytes(8),
                2 => reader.ReadBytes(reader.Read7BitEncodedInt()),
                _ => reader.ReadBytes(4),
            }));
        }
        return message;
    }

    public Message Add(int number, Message content) => Add(number, content.ToBytes());

    public Message Add(int number, string content) => Add(number, Encoding.UTF8.GetBytes(content));

    public Message Add(int number, byte[] content)
    {
        Fields.Add((number, 2, content));
        return this;
    }

    public Message Add(int number, long value)
    {
        Fields.Add((number, 0, Varint(value)));
        return this;
    }

    /// <summary>Changes the first field of a number.</summary>
    public Message Change(int number, Action<Message> change, Func<Message, bool>? where = null)
    {
        int at = Fields.FindIndex(field => field.Number == number && (where is null || where(Parse(field.Content))));
        Message inner = Parse(Fields[at].Content);
        change(inner);
        Fields[at] = (number, 2, inner.ToBytes());
        return this;
    }

    public string Text(int number) => Encoding.UTF8.GetString(Fields.First(field => field.Number == number).Content);

    public Message Remove(int number)
    {
        Fields.RemoveAll(field => field.Number == number);
        return this;
    }

    public byte[] ToBytes()
    {
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes);
        foreach ((int number, int type, byte[] content) in Fields)
        {
            writer.Write7BitEncodedInt(number << 3 | type);
            if (type == 2)
                writer.Write7BitEncodedInt(content.Length);
            writer.Write(content);
        }
        return bytes.ToArray();
    }

    private static byte[] Varint(long value)
    {
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes);
        writer.Write7BitEncodedInt64(value);
        return bytes.ToArray();
    }
}
