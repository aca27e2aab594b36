package holdfast.guards.code;

import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.SynchronizedTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.TreeScanner;
import holdfast.guards.Repository;
import holdfast.guards.Rule;
import holdfast.guards.RuleFinding;
import holdfast.guards.SeededRepository;
import holdfast.guards.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import javax.lang.model.element.Modifier;
import org.jspecify.annotations.Nullable;

/// Transactions are passed as parameters, never found in a thread's context; and no thread waits
/// for the database inside a monitor, because others would wait for that without a time limit.
class AmbientTest implements Rule {
    private static final Set<String> IN_THE_AIR =
            Set.of("ThreadLocal", "InheritableThreadLocal", "ScopedValue");

    private static final Pattern DATABASE = Pattern.compile(
            "(?i)\\b(tx|pipeline|trip|connection|dataSource|statement|resultSet)\\b");

    @Override
    public List<RuleFinding> look(Repository repository) {
        List<RuleFinding> findings = new ArrayList<>();
        for (Source source : repository.sources()) {
            if (source.text().isIn("engine/src/main")) {
                new Scan(source, findings).scan(source.unit(), null);
            }
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
        public @Nullable Void visitIdentifier(IdentifierTree tree, @Nullable Void nothing) {
            if (IN_THE_AIR.contains(tree.getName().toString())) {
                findings.add(source.at(tree, tree.getName() + " hides what a method depends on: "
                        + "pass it as a parameter"));
            }
            return null;
        }

        @Override
        public @Nullable Void visitMethod(MethodTree tree, @Nullable Void nothing) {
            if (tree.getModifiers().getFlags().contains(Modifier.SYNCHRONIZED)) {
                judge(tree);
            }
            return super.visitMethod(tree, null);
        }

        @Override
        public @Nullable Void visitSynchronized(SynchronizedTree tree, @Nullable Void nothing) {
            judge(tree);
            return super.visitSynchronized(tree, null);
        }

        private void judge(Tree tree) {
            if (DATABASE.matcher(source.written(tree)).find()) {
                findings.add(source.at(tree, "the database is asked inside synchronized: "
                        + "ask it before or after"));
            }
        }
    }

    @Override
    public List<String> violate(SeededRepository seed) {
        seed.file("engine/src/main/java/holdfast/Air.java", """
                package holdfast;

                class Air {
                    private static final ThreadLocal<String> CURRENT = null;

                    synchronized void one(Tx tx) {}

                    void two() {
                        synchronized (this) {
                            dataSource.getConnection();
                        }
                    }
                }
                """);
        String path = "engine/src/main/java/holdfast/Air.java:";
        return List.of(path + 4, path + 6, path + 9);
    }

    @Override
    public void keep(SeededRepository seed) {
        seed.file("engine/src/main/java/holdfast/Hand.java", """
                package holdfast;

                class Hand {
                    synchronized void one() {
                        notifyAll();
                    }

                    void two(Tx tx) {}
                }
                """);
        seed.file("shop/src/main/java/holdfast/Shop.java", """
                package holdfast;

                class Shop {
                    synchronized void one(Tx tx) {}
                }
                """);
    }
}
