package holdfast.e2e.browser;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/// Finds the system's Chromium. Without one its tests are skipped, with a loud message; where one
/// is required, as on the build server, they fail instead.
final class Chromium implements ExecutionCondition {
    private static final String NAMED = "HOLDFAST_CHROMIUM";
    private static final String REQUIRED = "HOLDFAST_CHROMIUM_REQUIRED";
    private static final List<String> NAMES = List.of(
            "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome.exe");
    private static final List<String> PLACES = List.of(
            "/Applications/Chromium.app/Contents/MacOS/Chromium",
            "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome");

    static Optional<Path> find() {
        Optional<Path> named = Optional.ofNullable(System.getenv(NAMED)).map(Path::of);
        if (named.isPresent()) {
            return named.filter(Files::isExecutable);
        }
        for (String folder : System.getenv().getOrDefault("PATH", "")
                .split(File.pathSeparator, -1)) {
            for (String name : NAMES) {
                Path path = Path.of(folder, name);
                if (Files.isExecutable(path)) {
                    return Optional.of(path);
                }
            }
        }
        return PLACES.stream().map(Path::of).filter(Files::isExecutable).findFirst();
    }

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        if (find().isPresent()) {
            return ConditionEvaluationResult.enabled("there is a Chromium");
        }
        if (System.getenv().containsKey(REQUIRED)) {
            throw new IllegalStateException("There is no Chromium, and " + REQUIRED + " is set.");
        }
        if (context.getTestMethod().isEmpty()) {
            System.err.println("""

                    ****************************************************************************
                    NOT RUN: %s. There is no Chromium on this machine.
                    Install one (apt-get install chromium) or name it in %s.
                    ****************************************************************************
                    """.formatted(context.getDisplayName(), NAMED));
        }
        return ConditionEvaluationResult.disabled("no Chromium on this machine");
    }
}
