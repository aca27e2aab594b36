package holdfast.e2e;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/// Looks for node. Without it its test does not run and prints a notice. If HOLDFAST_NODE_REQUIRED
/// is set, as on the build server, the test runs in any case.
final class InstalledNode implements ExecutionCondition {
    private static final String REQUIRED = "HOLDFAST_NODE_REQUIRED";

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        boolean found = Stream.of(System.getenv().getOrDefault("PATH", "")
                .split(Pattern.quote(File.pathSeparator), -1))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "node")));
        if (found || System.getenv(REQUIRED) != null) {
            return ConditionEvaluationResult.enabled("there is a node");
        }
        System.err.println("""

                ****************************************************************************
                NOT RUN: %s. There is no node on this machine.
                Install one (apt-get install nodejs).
                ****************************************************************************
                """.formatted(context.getDisplayName()));
        return ConditionEvaluationResult.disabled("no node on this machine");
    }
}
