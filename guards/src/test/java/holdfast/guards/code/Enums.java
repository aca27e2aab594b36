package holdfast.guards.code;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreeScanner;
import holdfast.guards.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The constants of our enums.
record Enums(List<Set<String>> constants) {
    private static final Pattern FIELD =
            Pattern.compile("\\b(private|public|protected|static|final)\\b");

    static Enums of(List<Source> sources) {
        List<Set<String>> constants = new ArrayList<>();
        for (Source source : sources) {
            new TreeScanner<@Nullable Void, @Nullable Void>() {
                @Override
                public @Nullable Void visitClass(ClassTree tree, @Nullable Void nothing) {
                    if (tree.getKind() == Tree.Kind.ENUM) {
                        constants.add(constantsOf(source, tree));
                    }
                    return super.visitClass(tree, null);
                }
            }.scan(source.unit(), null);
        }
        return new Enums(constants);
    }

    boolean haveOneWith(Set<String> labels) {
        return constants.stream().anyMatch(names -> names.containsAll(labels));
    }

    private static Set<String> constantsOf(Source source, ClassTree tree) {
        Set<String> names = new TreeSet<>();
        for (Tree member : tree.getMembers()) {
            if (member instanceof VariableTree field
                    && field.getType().toString().equals(tree.getSimpleName().toString())
                    && !FIELD.matcher(source.written(field)).lookingAt()) {
                names.add(field.getName().toString());
            }
        }
        return names;
    }
}
