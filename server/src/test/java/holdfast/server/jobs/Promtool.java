package holdfast.server.jobs;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/// Finds promtool, Prometheus' checker. Without it its tests do not run and print a notice. If
/// HOLDFAST_PROMTOOL is set, as on the build server, it must exist.
final class Promtool implements ExecutionCondition {
    private static final String NAMED = "HOLDFAST_PROMTOOL";

    static Optional<Path> find() {
        Optional<Path> named = Optional.ofNullable(System.getenv(NAMED)).map(Path::of);
        if (named.isPresent()) {
            if (!Files.isExecutable(named.get())) {
                throw new IllegalStateException("There is no promtool, and " + NAMED + " is set.");
            }
            return named;
        }
        return Stream.of(System.getenv().getOrDefault("PATH", "")
                .split(Pattern.quote(File.pathSeparator), -1))
                .map(folder -> Path.of(folder, "promtool")).filter(Files::isExecutable)
                .findFirst();
    }

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        if (find().isPresent()) {
            return ConditionEvaluationResult.enabled("there is a promtool");
        }
        if (context.getTestMethod().isEmpty()) {
            System.err.println("""

                    ****************************************************************************
                    NOT RUN: %s. There is no promtool on this machine.
                    Install one (apt-get install prometheus) or name it in %s.
                    ****************************************************************************
                    """.formatted(context.getDisplayName(), NAMED));
        }
        return ConditionEvaluationResult.disabled("no promtool on this machine");
    }
}
