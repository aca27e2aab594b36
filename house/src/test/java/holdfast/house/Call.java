package holdfast.house;

import java.lang.classfile.CodeElement;
import java.lang.classfile.MethodModel;
import java.lang.classfile.constantpool.MemberRefEntry;
import java.lang.classfile.constantpool.MethodHandleEntry;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.LineNumber;
import java.util.ArrayList;
import java.util.List;

/// A call in a class file: `java.time.Instant`, `now`, `()`. A method reference is one too.
public record Call(String owner, String name, String parameters, int line) {

    public static List<Call> in(Compiled compiled) {
        List<Call> calls = new ArrayList<>();
        for (MethodModel method : compiled.model().methods()) {
            int line = 1;
            for (CodeElement element : method.code().stream().flatMap(code ->
                    code.elementStream()).toList()) {
                if (element instanceof LineNumber number) {
                    line = number.line();
                } else if (element instanceof InvokeInstruction invoke) {
                    calls.add(of(invoke.method(), line));
                } else if (element instanceof InvokeDynamicInstruction dynamic) {
                    for (var argument : dynamic.invokedynamic().bootstrap().arguments()) {
                        if (argument instanceof MethodHandleEntry handle) {
                            calls.add(of(handle.reference(), line));
                        }
                    }
                }
            }
        }
        return calls;
    }

    private static Call of(MemberRefEntry member, int line) {
        String descriptor = member.type().stringValue();
        return new Call(
                member.owner().asInternalName().replace('/', '.'),
                member.name().stringValue(),
                descriptor.substring(0, descriptor.lastIndexOf(')') + 1),
                line);
    }
}
