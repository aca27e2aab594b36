package holdfast.guards.code;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreeScanner;
import holdfast.guards.Repository;
import holdfast.guards.Rule;
import holdfast.guards.RuleFinding;
import holdfast.guards.SeededRepository;
import holdfast.guards.Source;
import java.util.ArrayList;
import java.util.List;
import javax.lang.model.element.Modifier;
import org.jspecify.annotations.Nullable;

/// What needs more than six things to be made is two things.
class ParametersTest implements Rule {
    private static final int MOST = 6;

    @Override
    public List<RuleFinding> look(Repository house) {
        List<RuleFinding> findings = new ArrayList<>();
        for (Source source : house.sources()) {
            new Scan(source, findings).scan(source.unit(), null);
        }
        return findings;
    }

    private static final class Scan extends TreeScanner<@Nullable Void, @Nullable Void> {
        private final Source source;
        private final List<RuleFinding> findings;

        Scan(Source source, List<RuleFinding> findings) {
            this.source = source;
            this.findings = findings;
        }

        @Override
        public @Nullable Void visitClass(ClassTree tree, @Nullable Void nothing) {
            if (tree.getKind() == Tree.Kind.RECORD) {
                judge(tree, tree.getMembers().stream()
                        .filter(VariableTree.class::isInstance)
                        .map(VariableTree.class::cast)
                        .filter(field -> !field.getModifiers().getFlags().contains(Modifier.STATIC))
                        .count());
            }
            return super.visitClass(tree, null);
        }

        @Override
        public @Nullable Void visitMethod(MethodTree tree, @Nullable Void nothing) {
            if (tree.getName().contentEquals("<init>")) {
                judge(tree, tree.getParameters().size());
            }
            return super.visitMethod(tree, null);
        }

        private void judge(Tree tree, long parameters) {
            if (parameters > MOST) {
                findings.add(source.at(tree, "made of " + parameters + " things, at most " + MOST
                        + ": some of them belong together in a record"));
            }
        }
    }

    @Override
    public List<String> violate(SeededRepository seed) {
        seed.file("shop/src/main/java/holdfast/Wide.java", """
                package holdfast;

                class Wide {
                    record Row(int a, int b, int c, int d, int e, int f, int g) {}

                    Wide(int a, int b, int c, int d, int e, int f, int g) {}
                }
                """);
        return List.of(
                "shop/src/main/java/holdfast/Wide.java:4",
                "shop/src/main/java/holdfast/Wide.java:6");
    }

    @Override
    public void keep(SeededRepository seed) {
        seed.file("shop/src/main/java/holdfast/Slim.java", """
                package holdfast;

                class Slim {
                    record Row(int a, int b, int c, int d, int e, int f) {
                        static final Row NONE = null;

                        Row {}
                    }

                    static void method(int a, int b, int c, int d, int e, int f, int g) {}
                }
                """);
    }
}
