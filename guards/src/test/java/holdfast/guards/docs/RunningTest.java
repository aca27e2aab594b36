package holdfast.guards.docs;

import holdfast.Holdfast;
import holdfast.engine.Engine;
import holdfast.engine.Limits;
import holdfast.guards.Repository;
import holdfast.guards.Rule;
import holdfast.guards.RuleFinding;
import holdfast.guards.SeededRepository;
import holdfast.testkit.ScratchDatabase;
import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.sql.DataSource;

/// Runs the `java run` blocks of the documentation on a real PostgreSQL. The blocks of one page run
/// in sequence in one workspace.
class RunningTest implements Rule {

    @Override
    public List<RuleFinding> look(Repository repository) {
        List<Snippet> snippets = Snippet.of(repository).stream().filter(Snippet::runs).toList();
        Compiling compiled = new Compiling(repository, snippets);
        if (snippets.isEmpty() || !compiled.findings().isEmpty()) {
            return compiled.findings();
        }
        List<RuleFinding> findings = new ArrayList<>();
        ClassLoader loader = compiled.loader();
        try (ScratchDatabase database = ScratchDatabase.quick();
                Holdfast holdfast = Engine.open(database.dataSource(), Limits.usual())) {
            for (Snippet snippet : snippets) {
                run(snippet, loader, holdfast, database.dataSource()).ifPresent(findings::add);
            }
        }
        return findings;
    }

    private static Optional<RuleFinding> run(
            Snippet snippet, ClassLoader loader, Holdfast holdfast, DataSource source) {
        try {
            Class<?> type = loader.loadClass(snippet.name());
            type.getField("holdfast").set(null, holdfast);
            type.getField("dataSource").set(null, source);
            type.getField("workspace").set(null, snippet.page().path().replaceAll("\\W", "-"));
            type.getMethod("run").invoke(null);
            return Optional.empty();
        } catch (InvocationTargetException failed) {
            Throwable cause = failed.getCause() == null ? failed : failed.getCause();
            int line = Stream.of(cause.getStackTrace())
                    .filter(frame -> frame.getClassName().equals(snippet.name()))
                    .mapToInt(StackTraceElement::getLineNumber)
                    .findFirst()
                    .orElse(1);
            return Optional.of(snippet.at(line, "does not run: " + cause));
        } catch (ReflectiveOperationException broken) {
            return Optional.of(snippet.at(1, "cannot be run: it is a class of its own"));
        }
    }

    @Override
    public List<String> violate(SeededRepository seed) {
        seed.file("README.md", """
                ```java run
                holdfast.offer(workspace, new Inventory.Pool("floor", 1));
                ```

                And then:

                ```java run
                for (int times = 0; times < 2; times++) {
                    HoldOutcome outcome = holdfast.hold(
                            new HoldRequest(workspace, new Claim.Capacity("floor", 1)));
                    Hold.Held held = ((HoldOutcome.Granted) outcome).hold();
                }
                ```
                """);
        words(seed);
        return List.of("README.md:11");
    }

    @Override
    public void keep(SeededRepository seed) {
        seed.file("README.md", """
                ```java run
                holdfast.offer(workspace, new Inventory.Pool("floor", 1));
                ```

                And then:

                ```java run
                HoldOutcome outcome = holdfast.hold(
                        new HoldRequest(workspace, new Claim.Capacity("floor", 1)));
                String text = switch (outcome) {
                    case HoldOutcome.Granted granted -> granted.hold().id();
                    case Refusal refusal -> throw new IllegalStateException("refused: " + refusal);
                };
                ```

                ```java
                throw new IllegalStateException("compiled, but not run");
                ```
                """);
        words(seed);
    }

    /// The seed uses the real engine's types, which are on the class path already.
    private static void words(SeededRepository seed) {
        seed.file("engine/src/main/java/holdfast/package-info.java", "package holdfast;\n");
    }
}
