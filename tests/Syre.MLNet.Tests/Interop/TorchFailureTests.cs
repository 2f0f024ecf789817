using System.Runtime.InteropServices;
using Microsoft.ML;
using Syre.MLNet.Runtime;
using Syre.MLNet.Tests.Tabular;
using static TorchSharp.torch;

namespace Syre.MLNet.Tests.Interop;

/// <summary>
/// What libtorch says reaches the user as one sentence with what was being done, never with the frames of the native library.
/// </summary>
[TestClass]
public sealed class TorchFailureTests
{
    private static readonly MLContext s_ml = new(seed: 1);

    [TestMethod]
    [DataRow("bad shape\nException raised from f at g.cpp:1 (most recent call first):\nframe #0: c10::Error",
        "libtorch failed while testing: bad shape.")]
    [DataRow("  it broke!  \n", "libtorch failed while testing: it broke!")]
    [DataRow("", "libtorch failed while testing: it gave no reason.")]
    public void The_first_line_is_kept(string message, string expected)
    {
        var inner = new ExternalException(message);
        var e = Assert.ThrowsExactly<InvalidOperationException>(() => TorchFailure.Explain<int>("testing", () => throw inner));
        Assert.AreEqual(expected, e.Message);
        Assert.AreSame(inner, e.InnerException);
    }

    [TestMethod]
    [DataRow("CUDA out of memory. Tried to allocate 2 GiB")]
    [DataRow("[enforce fail at alloc_cpu.cpp:118] err == 0. DefaultCPUAllocator: can't allocate memory: you tried to allocate 8000 bytes")]
    public void Too_little_memory_has_a_remedy(string message) =>
        StringAssert.Contains(TorchFailure.Explained("testing", new ExternalException(message)).Message, "lower BatchSize");

    /// <summary>In the middle of the training, of the validation, of the measuring, and of the scoring.</summary>
    [TestMethod]
    public void No_message_of_a_fit_or_a_score_has_frames_whichever_call_of_the_network_fails()
    {
        int calls = 0;
        using SyreNetworkTransformer model = Fit(() => calls++);
        int all = calls;
        for (int at = 1; at <= all; at++)
        {
            int call = 0, failing = at;
            try
            {
                // What fails in a measurement does not end the training; the report says it.
                using SyreNetworkTransformer measured = Fit(() => Fail(++call == failing));
                foreach (string sentence in measured.Report.NotMeasured.Select(missing => missing.Sentence)
                    .DefaultIfEmpty("no failure is told"))
                {
                    Readable(sentence);
                }
            }
            catch (InvalidOperationException e)
            {
                Readable(e.Message);
                (e as TrainingFailedException)?.Model.Dispose();
            }
        }
        bool broken = false;
        using SyreNetworkTransformer scored = Fit(() => Fail(broken));
        broken = true;
        Readable(Assert.Throws<InvalidOperationException>(() => Small.Scores(scored, TestData.Binary(s_ml))).Message);
    }

    private static void Readable(string message)
    {
        Assert.IsFalse(message.Contains("frame #") || message.Contains("Exception raised from"), message);
        StringAssert.Contains(message, "shapes cannot be multiplied");
    }

    private static void Fail(bool fails)
    {
        if (fails)
            zeros(1, 2).mm(zeros(3, 1)).Dispose();
    }

    private static SyreNetworkTransformer Fit(Action called) => s_ml.BinaryClassification.Trainers.SyreNetwork(Small.Options with
    {
        Network = context => new Called(nn.Linear(context.InputSize, context.OutputSize), called),
        Epochs = 1,
    }).Fit(TestData.Binary(s_ml));

    private sealed class Called : nn.Module<Tensor, Tensor>
    {
        private readonly nn.Module<Tensor, Tensor> _inner;
        private readonly Action _called;

        public Called(nn.Module<Tensor, Tensor> inner, Action called)
            : base(nameof(Called))
        {
            (_inner, _called) = (inner, called);
            RegisterComponents();
        }

        public override Tensor forward(Tensor input)
        {
            _called();
            return _inner.forward(input);
        }
    }
}
