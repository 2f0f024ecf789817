namespace TextClassificationSample;

/// <summary>
/// Support tickets of an invented shop, the same for the same seed. What a ticket is about stands in one clause. Around it
/// are words that all classes share, typing errors, and what the ticket is not about ("last time … , that is solved"). One
/// ticket in twenty says nothing clear.
/// </summary>
internal sealed class Tickets(int seed)
{
    private static readonly (string Class, string Topic, string[] Clauses)[] s_classes =
    [
        ("delivery", "the delivery",
        [
            "the {item} has not arrived yet", "where is my {item}", "your driver left the {item} at the wrong door",
            "tracking says the {item} is on its way since {day}", "i waited {day} for the {item} and nobody came",
            "the {item} came two weeks late", "two of the {item} came though i paid for one",
        ]),
        ("returns", "sending it back",
        [
            "i want to send the {item} back", "where do i get a label for the {item}",
            "the {item} does not fit, i would rather have my money", "how long can i keep the {item} before i must decide",
            "please take the {item} back, it works but i do not like it", "the {item} i sent back {day} is still not refunded",
        ]),
        ("defect", "a defect",
        [
            "the {item} does not turn on", "the {item} worked until {day} and then stopped", "the {item} came with a crack",
            "a part of the {item} is missing from the box", "the {item} gets hot and smells", "i would send the {item} in for repair",
            "the {item} makes a noise that it did not make before",
        ]),
        ("billing", "the bill",
        [
            "i was charged twice for the {item}", "the price of the {item} on the bill is wrong", "my card was refused for the {item}",
            "i paid for one {item} and the bill says two", "the discount for the {item} is missing",
            "send me a bill for the {item} with my company's name", "you took the money for the {item} {day} though i had cancelled",
        ]),
        ("account", "my account",
        [
            "i cannot log in to see my {item}", "the code to log in never arrived", "please change the address in my account",
            "someone else bought a {item} with my account", "delete all that you know about me",
            "i want no more letters about the {item}", "my password was right until {day} and now it is wrong",
        ]),
        ("order", "my order",
        [
            "please cancel the {item}", "i want a blue {item} and not the black one", "add a second {item} before you send it",
            "is the {item} still to be had", "can i change the address for the {item} that i bought {day}",
            "i bought the wrong {item}, is it too late to change that", "when will you have the {item} again",
        ]),
    ];

    private static readonly string[] s_items =
    [
        "kettle", "lamp", "phone", "chair", "printer", "jacket", "watch", "radio", "bicycle", "mixer", "tent", "camera", "desk", "fan",
        "charger", "speaker",
    ];

    private static readonly string[] s_days =
    [
        "on monday", "yesterday", "last week", "this morning", "all of friday", "for days", "two weeks ago",
    ];

    private static readonly string[] s_openings =
    [
        "hello", "hi there", "good morning", "dear team", "i bought a {item} {day}", "my order is from last week", "second try",
    ];

    private static readonly string[] s_closings =
    [
        "please help", "thank you", "this is the third time i write", "i have been a customer for years", "what now", "i am not happy",
        "please call me", "it was a present",
    ];

    private static readonly string[] s_denials =
    [
        "this is not about {topic}", "i do not care about {topic}", "{topic} is fine",
        "you keep writing about {topic} but that is not it", "last time {clause}, that is solved",
        "a friend says {clause}, i have no such problem", "i know that {clause}, never mind", "it is not that {clause}",
    ];

    private static readonly string[] s_vague =
    [
        "something is wrong with the {item}", "it is about the {item} again", "i am still waiting for an answer about the {item}",
    ];

    private readonly Random _random = new(seed);

    public List<LabelledText> Make(int rows) => [.. Enumerable.Range(0, rows).Select(_ => Make())];

    private LabelledText Make()
    {
        int about = _random.Next(s_classes.Length);
        var other = s_classes[(about + _random.Next(1, s_classes.Length)) % s_classes.Length];
        List<string> parts = [_random.NextDouble() < 0.05 ? Pick(s_vague) : Pick(s_classes[about].Clauses)];
        if (_random.NextDouble() < 0.4)
            parts.Insert(_random.Next(2), Pick(s_denials).Replace("{topic}", other.Topic).Replace("{clause}", Pick(other.Clauses)));
        if (_random.NextDouble() < 0.6)
            parts.Insert(0, Pick(s_openings));
        if (_random.NextDouble() < 0.6)
            parts.Add(Pick(s_closings));
        string item = Pick(s_items);
        IEnumerable<string> words = string.Join(". ", parts).Replace("{item}", item).Replace("{day}", Pick(s_days))
            .Split(' ').Select(Mistyped);
        return new LabelledText { Label = s_classes[about].Class, Text = string.Join(' ', words) };
    }

    /// <summary>One word in ten loses a letter, or has two of them swapped.</summary>
    private string Mistyped(string word)
    {
        if (word.Length < 4 || _random.NextDouble() >= 0.1)
            return word;
        int at = _random.Next(word.Length - 1);
        return _random.Next(2) == 0 ? word.Remove(at, 1) : $"{word[..at]}{word[at + 1]}{word[at]}{word[(at + 2)..]}";
    }

    private T Pick<T>(IReadOnlyList<T> from) => from[_random.Next(from.Count)];
}
