package holdfast.guards;

import java.lang.classfile.CodeElement;
import java.lang.classfile.MethodModel;
import java.lang.classfile.constantpool.MemberRefEntry;
import java.lang.classfile.constantpool.MethodHandleEntry;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.LineNumber;
import java.util.ArrayList;
import java.util.List;

/// A call in a class file: `java.time.Instant`, `now`, `()`. A method reference counts as one; an
/// invokedynamic, as for a switch over types, is a call with an empty owner.
public record ClassFileCall(String owner, String name, String parameters, int line) {

    public static List<ClassFileCall> in(Compiled compiled) {
        List<ClassFileCall> calls = new ArrayList<>();
        for (MethodModel method : compiled.model().methods()) {
            int line = 1;
            for (CodeElement element : method.code().stream().flatMap(code -> code.elementStream())
                    .toList()) {
                if (element instanceof LineNumber number) {
                    line = number.line();
                } else if (element instanceof InvokeInstruction invoke) {
                    calls.add(of(invoke.method(), line));
                } else if (element instanceof InvokeDynamicInstruction dynamic) {
                    calls.add(new ClassFileCall("", dynamic.name().stringValue(),
                            parameters(dynamic.type().stringValue()), line));
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

    private static ClassFileCall of(MemberRefEntry member, int line) {
        return new ClassFileCall(
                member.owner().asInternalName().replace('/', '.'),
                member.name().stringValue(),
                parameters(member.type().stringValue()),
                line);
    }

    private static String parameters(String descriptor) {
        return descriptor.substring(0, descriptor.lastIndexOf(')') + 1);
    }
}
