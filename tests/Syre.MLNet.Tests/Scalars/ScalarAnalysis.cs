using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Syre.MLNet.Tests.Scalars;

/// <summary>
/// Finds in compiled code the native scalars that nobody holds. A scalar is held where the call that gives it is followed by a store into a
/// field, or into a local that a finally block disposes (<c>using</c>). A method of TorchSharp is leaky where it has one that is not, calls
/// a leaky one, or makes an object whose virtual methods do.
/// </summary>
internal sealed class ScalarAnalysis : IDisposable
{
    private const string ScalarName = "TorchSharp.Scalar";
    private readonly DefaultAssemblyResolver _resolver = new();
    private readonly HashSet<string> _leaky = [];

    public ScalarAnalysis()
    {
        _resolver.AddSearchDirectory(AppContext.BaseDirectory);
        using ModuleDefinition torchSharp = Read("TorchSharp.dll");
        TypeDefinition[] types = [.. All(torchSharp.Types)];
        ILookup<string, string> callers = types.SelectMany(Edges).ToLookup(edge => edge.Called, edge => edge.Caller);
        var next = new Queue<string>(
            types.SelectMany(type => type.Methods).Where(method => Unheld(method).Any()).Select(method => method.FullName));
        while (next.TryDequeue(out string? method))
        {
            if (_leaky.Add(method))
            {
                foreach (string caller in callers[method])
                    next.Enqueue(caller);
            }
        }
    }

    /// <summary>The methods of TorchSharp that leave a scalar to the collector, by full name.</summary>
    public IReadOnlySet<string> Leaky => _leaky;

    /// <summary>An assembly beside the tests.</summary>
    public ModuleDefinition Read(string file) =>
        ModuleDefinition.ReadModule(Path.Combine(AppContext.BaseDirectory, file), new ReaderParameters { AssemblyResolver = _resolver });

    /// <summary>Every type, nested ones too: closures and iterators are.</summary>
    public static IEnumerable<TypeDefinition> All(IEnumerable<TypeDefinition> types) =>
        types.SelectMany(type => All(type.NestedTypes).Prepend(type));

    /// <summary>What types leave to the collector: the method, and what it does.</summary>
    public IEnumerable<string> Problems(IEnumerable<TypeDefinition> types)
    {
        foreach (MethodDefinition method in types.SelectMany(type => type.Methods).Where(method => method.HasBody))
        {
            foreach (MethodReference made in Unheld(method))
                yield return $"{method.FullName} does not hold the scalar of {made.FullName}";
            foreach (MethodReference called in Calls(method))
            {
                if (called.DeclaringType.Scope.Name.StartsWith("TorchSharp", StringComparison.Ordinal) && _leaky.Contains(Name(called)))
                    yield return $"{method.FullName} calls {Name(called)}, which makes a scalar and lets go of it";
            }
        }
    }

    /// <summary>Calls that make a scalar of a number, held or not.</summary>
    public static IEnumerable<MethodReference> Makers(MethodDefinition method) => Calls(method).Where(called =>
        called.ReturnType.FullName == ScalarName && called.DeclaringType.Scope.Name.StartsWith("TorchSharp", StringComparison.Ordinal));

    public void Dispose() => _resolver.Dispose();

    private static IEnumerable<MethodReference> Calls(MethodDefinition method) =>
        method.HasBody ? method.Body.Instructions.Select(instruction => instruction.Operand).OfType<MethodReference>() : [];

    /// <summary>
    /// Who depends on whom; a constructor also on the virtual methods of its object, which are called by way of a base class.
    /// </summary>
    private static IEnumerable<(string Caller, string Called)> Edges(TypeDefinition type)
    {
        foreach (MethodDefinition method in type.Methods)
        {
            foreach (MethodReference called in Calls(method))
                yield return (method.FullName, Name(called));
        }
        for (TypeDefinition? at = type; at is not null && at.Module == type.Module; at = at.BaseType?.Resolve())
        {
            foreach (MethodDefinition called in at.Methods.Where(method => method.IsVirtual))
            {
                foreach (MethodDefinition constructor in type.Methods.Where(method => method.IsConstructor && !method.IsStatic))
                    yield return (constructor.FullName, called.FullName);
            }
        }
    }

    private static string Name(MethodReference method) => (method.Resolve() ?? method.GetElementMethod()).FullName;

    private static IEnumerable<MethodReference> Unheld(MethodDefinition method) => !method.HasBody
        ? []
        : method.Body.Instructions
            .Where(instruction => instruction.Operand is MethodReference made && IsMade(made) && !IsHeld(method, instruction.Next))
            .Select(instruction => (MethodReference)instruction.Operand);

    private static bool IsMade(MethodReference method) =>
        method.ReturnType.FullName == ScalarName || method.Name == ".ctor" && method.DeclaringType.FullName == ScalarName;

    private static bool IsHeld(MethodDefinition method, Instruction then) => then.OpCode.Code switch
    {
        Code.Stfld or Code.Stsfld => true,
        Code.Ret => method.ReturnType.FullName == ScalarName,
        _ => Stored(method, then) is { } local && method.Body.ExceptionHandlers.Any(handler => Disposes(method, handler, local)),
    };

    private static bool Disposes(MethodDefinition method, ExceptionHandler handler, VariableDefinition local)
    {
        if (handler.HandlerType != ExceptionHandlerType.Finally)
            return false;
        bool loaded = false;
        for (Instruction? at = handler.HandlerStart; at is not null && at != handler.HandlerEnd; at = at.Next)
        {
            loaded |= Loaded(method, at) == local;
            if (loaded && at.Operand is MethodReference { Name: "Dispose" })
                return true;
        }
        return false;
    }

    private static VariableDefinition? Stored(MethodDefinition method, Instruction instruction) => instruction.OpCode.Code switch
    {
        >= Code.Stloc_0 and <= Code.Stloc_3 => method.Body.Variables[instruction.OpCode.Code - Code.Stloc_0],
        Code.Stloc_S or Code.Stloc => (VariableDefinition)instruction.Operand,
        _ => null,
    };

    private static VariableDefinition? Loaded(MethodDefinition method, Instruction instruction) => instruction.OpCode.Code switch
    {
        >= Code.Ldloc_0 and <= Code.Ldloc_3 => method.Body.Variables[instruction.OpCode.Code - Code.Ldloc_0],
        Code.Ldloc_S or Code.Ldloc => (VariableDefinition)instruction.Operand,
        _ => null,
    };
}
