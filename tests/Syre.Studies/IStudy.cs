namespace Syre.Studies;

/// <summary>A question of the project that is answered by measuring, so that anyone can measure again.</summary>
internal interface IStudy
{
    /// <summary>The command that runs it.</summary>
    string Name { get; }

    /// <summary>What is asked, in one sentence.</summary>
    string Question { get; }

    /// <summary>Measures and writes the result as Markdown, each part as soon as it is known.</summary>
    void Run(StudySettings settings, TextWriter output);
}
