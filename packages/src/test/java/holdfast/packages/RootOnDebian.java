package holdfast.packages;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/// A test that installs into a chroot needs root on a Debian. Elsewhere it is skipped, with a loud
/// message; where it is required, as on the build server, it fails instead.
final class RootOnDebian implements ExecutionCondition {
    private static final String REQUIRED = "HOLDFAST_PACKAGES_REQUIRED";
    private static final List<String> PROGRAMS =
            List.of("/usr/bin/apt-get", "/usr/bin/dpkg", "/usr/bin/unshare");

    static boolean here() {
        return "root".equals(System.getProperty("user.name"))
                && PROGRAMS.stream().allMatch(program -> Files.isExecutable(Path.of(program)));
    }

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        if (here()) {
            return ConditionEvaluationResult.enabled("this is root on a Debian");
        }
        if (System.getenv().containsKey(REQUIRED)) {
            throw new IllegalStateException(
                    "This is not root on a Debian, and " + REQUIRED + " is set.");
        }
        System.err.println("""

                ****************************************************************************
                NOT RUN: %s. It needs root on a Debian, to install into a chroot.
                ****************************************************************************
                """.formatted(context.getDisplayName()));
        return ConditionEvaluationResult.disabled("not root on a Debian");
    }
}
