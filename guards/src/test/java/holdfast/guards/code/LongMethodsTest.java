package holdfast.guards.code;

import com.sun.source.tree.MethodTree;
import com.sun.source.util.TreeScanner;
import holdfast.guards.Repository;
import holdfast.guards.Rule;
import holdfast.guards.RuleFinding;
import holdfast.guards.SeededRepository;
import holdfast.guards.Source;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A method fits on a screen: it has fewer than 60 lines.
class LongMethodsTest implements Rule {
    private static final int TOO_MANY = 60;

    @Override
    public List<RuleFinding> look(Repository house) {
        List<RuleFinding> findings = new ArrayList<>();
        for (Source source : house.sources()) {
            new TreeScanner<@Nullable Void, @Nullable Void>() {
                @Override
                public @Nullable Void visitMethod(MethodTree tree, @Nullable Void nothing) {
                    int lines = source.lastLine(tree) - source.line(tree) + 1;
                    if (lines >= TOO_MANY) {
                        findings.add(source.at(tree, tree.getName() + " has " + lines
                                + " lines: take a step out of it, fewer than " + TOO_MANY));
                    }
                    return super.visitMethod(tree, null);
                }
            }.scan(source.unit(), null);
        }
        return findings;
    }

    private static String method(int lines) {
        return "class Method {\n    void go() {\n" + "        go();\n".repeat(lines - 2)
                + "    }\n}\n";
    }

    @Override
    public List<String> violate(SeededRepository seed) {
        seed.file("shop/src/main/java/holdfast/Method.java", method(60));
        return List.of("shop/src/main/java/holdfast/Method.java:2");
    }

    @Override
    public void keep(SeededRepository seed) {
        seed.file("shop/src/main/java/holdfast/Method.java", method(59));
    }
}
