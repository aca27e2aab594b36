package holdfast.server.mail;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/// Finds Exim, a mail server. Without it its tests do not run and print a notice. If HOLDFAST_EXIM is
/// set, as on the build server, it must exist.
final class InstalledExim implements ExecutionCondition {
    private static final String NAMED = "HOLDFAST_EXIM";

    static Optional<Path> find() {
        Optional<Path> named = Optional.ofNullable(System.getenv(NAMED)).map(Path::of);
        if (named.isPresent()) {
            if (!Files.isExecutable(named.get())) {
                throw new IllegalStateException("There is no Exim, and " + NAMED + " is set.");
            }
            return named;
        }
        return Stream.of((System.getenv().getOrDefault("PATH", "") + File.pathSeparator
                + "/usr/sbin").split(Pattern.quote(File.pathSeparator), -1))
                .map(folder -> Path.of(folder, "exim4")).filter(Files::isExecutable)
                .findFirst();
    }

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        if (find().isPresent()) {
            return ConditionEvaluationResult.enabled("there is an Exim");
        }
        if (context.getTestMethod().isEmpty()) {
            System.err.println("""

                    ****************************************************************************
                    NOT RUN: %s. There is no Exim on this machine.
                    Install one (apt-get install exim4-daemon-light) or name it in %s.
                    ****************************************************************************
                    """.formatted(context.getDisplayName(), NAMED));
        }
        return ConditionEvaluationResult.disabled("no Exim on this machine");
    }
}
