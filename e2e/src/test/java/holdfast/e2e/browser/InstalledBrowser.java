package holdfast.e2e.browser;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/// Finds a browser of the system. Without it its tests are skipped, with a loud message; where it is
/// required, as on the build server, they fail instead.
abstract class InstalledBrowser implements ExecutionCondition {
    private final Names names;

    /// @param programs the names of its program, as they are on the PATH
    /// @param places   where it is installed otherwise
    /// @param packaged the package that has it
    record Names(String browser, List<String> programs, List<String> places, String packaged) {
        private String setting() {
            return "HOLDFAST_" + browser.toUpperCase(java.util.Locale.ROOT);
        }
    }

    InstalledBrowser(Names names) {
        this.names = names;
    }

    static Optional<Path> find(Names names) {
        Optional<Path> named = Optional.ofNullable(System.getenv(names.setting())).map(Path::of);
        if (named.isPresent()) {
            return named.filter(Files::isExecutable);
        }
        for (String folder : System.getenv().getOrDefault("PATH", "")
                .split(File.pathSeparator, -1)) {
            for (String name : names.programs()) {
                Path path = Path.of(folder, name);
                if (Files.isExecutable(path)) {
                    return Optional.of(path);
                }
            }
        }
        return names.places().stream().map(Path::of).filter(Files::isExecutable).findFirst();
    }

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        if (find(names).isPresent()) {
            return ConditionEvaluationResult.enabled("there is a " + names.browser());
        }
        String required = names.setting() + "_REQUIRED";
        if (System.getenv().containsKey(required)) {
            throw new IllegalStateException(
                    "There is no " + names.browser() + ", and " + required + " is set.");
        }
        if (context.getTestMethod().isEmpty()) {
            System.err.println("""

                    ****************************************************************************
                    NOT RUN: %s. There is no %s on this machine.
                    Install one (apt-get install %s) or name it in %s.
                    ****************************************************************************
                    """.formatted(context.getDisplayName(), names.browser(), names.packaged(),
                    names.setting()));
        }
        return ConditionEvaluationResult.disabled("no " + names.browser() + " on this machine");
    }
}
