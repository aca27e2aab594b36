package holdfast.guards;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.TreeScanner;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import javax.lang.model.element.Modifier;
import org.jspecify.annotations.Nullable;

/// Our sealed types with the types they permit: `HoldOutcome` with `HoldOutcome.Granted`,
/// `Refusal.Unknown` … Names are as nested, without the package.
public record SealedSets(Map<String, Set<String>> members) {

    public static SealedSets of(List<Source> sources) {
        Map<String, Set<String>> members = new TreeMap<>();
        for (Source source : sources) {
            List<Declared> declared = new ArrayList<>();
            new Declarations(declared).scan(source.unit(), null);
            for (Declared type : declared) {
                if (type.tree.getModifiers().getFlags().contains(Modifier.SEALED)) {
                    members.computeIfAbsent(type.name, name -> new TreeSet<>())
                            .addAll(permitted(type, declared));
                }
            }
        }
        return new SealedSets(members);
    }

    /// Without a `permits` the compiler permits the subtypes in the same file, and so does this.
    private static List<String> permitted(Declared sealed, List<Declared> declared) {
        List<String> permits = sealed.tree.getPermitsClause().stream()
                .map(Tree::toString)
                .toList();
        return !permits.isEmpty() ? permits : declared.stream()
                .filter(type -> type.parents().contains(sealed.tree.getSimpleName().toString()))
                .map(Declared::name)
                .toList();
    }

    public Set<String> of(String sealed) {
        return members.getOrDefault(sealed, Set.of());
    }

    /// Whether a type of this simple name is sealed or permitted by one that is.
    public boolean knows(String simpleName) {
        return members.entrySet().stream().anyMatch(set -> simple(set.getKey()).equals(simpleName)
                || set.getValue().stream().anyMatch(type -> simple(type).equals(simpleName)));
    }

    public static String simple(String name) {
        return name.substring(name.lastIndexOf('.') + 1);
    }

    private record Declared(String name, ClassTree tree) {
        List<String> parents() {
            List<Tree> parents = new ArrayList<>(tree.getImplementsClause());
            if (tree.getExtendsClause() != null) {
                parents.add(tree.getExtendsClause());
            }
            return parents.stream()
                    .map(parent -> simple(parent.toString().replaceFirst("<.*", "")))
                    .toList();
        }
    }

    private static final class Declarations extends TreeScanner<@Nullable Void, @Nullable Void> {
        private final List<Declared> found;
        private final Deque<String> around = new ArrayDeque<>();

        Declarations(List<Declared> found) {
            this.found = found;
        }

        @Override
        public @Nullable Void visitClass(ClassTree tree, @Nullable Void nothing) {
            around.addLast(tree.getSimpleName().toString());
            found.add(new Declared(String.join(".", around), tree));
            super.visitClass(tree, null);
            around.removeLast();
            return null;
        }
    }
}
