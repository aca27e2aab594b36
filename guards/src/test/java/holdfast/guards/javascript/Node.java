package holdfast.guards.javascript;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/// Finds node and npm. Without them the checks are skipped, with a loud message; where they are
/// required, as on the build server, they fail instead.
final class Node implements ExecutionCondition {
    private static final String REQUIRED = "HOLDFAST_NODE_REQUIRED";
    private static final Pattern VERSION = Pattern.compile("v(\\d+)\\.(\\d+)\\..*");

    /// What a program printed, and whether it ended well.
    record Result(boolean success, String output) {}

    /// Runs a program and waits for its end.
    static Result run(Path folder, List<String> command) {
        try {
            Process process = new ProcessBuilder(command).directory(folder.toFile())
                    .redirectErrorStream(true).start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), UTF_8);
            return new Result(process.waitFor() == 0, output.strip());
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }

    private static Optional<Path> find(String program) {
        return Stream.of(System.getenv().getOrDefault("PATH", "")
                .split(Pattern.quote(File.pathSeparator), -1))
                .map(folder -> Path.of(folder, program)).filter(Files::isExecutable).findFirst();
    }

    /// The oldest that ESLint runs on is 20.19.
    static boolean isUsable(String version) {
        Matcher found = VERSION.matcher(version);
        if (!found.matches()) {
            return false;
        }
        int major = Integer.parseInt(found.group(1));
        int minor = Integer.parseInt(found.group(2));
        return (major == 20 && minor >= 19) || (major == 22 && minor >= 13) || major >= 24;
    }

    private static boolean isHere() {
        return find("npm").isPresent() && find("node").filter(node -> isUsable(
                run(Path.of("."), List.of(node.toString(), "--version")).output())).isPresent();
    }

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        if (context.getTestMethod().isPresent() || isHere()) {
            return ConditionEvaluationResult.enabled("there are node and npm");
        }
        if (System.getenv().containsKey(REQUIRED)) {
            throw new IllegalStateException(
                    "There is no npm with node 20.19 or newer, and " + REQUIRED + " is set.");
        }
        System.err.println("""

                ****************************************************************************
                NOT RUN: %s. There is no npm with node 20.19 or newer.
                Install them (apt-get install nodejs npm).
                ****************************************************************************
                """.formatted(context.getDisplayName()));
        return ConditionEvaluationResult.disabled("no node on this machine");
    }
}
