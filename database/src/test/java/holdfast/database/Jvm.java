package holdfast.database;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A child JVM that runs [ChildJvm]; a test reads its output, stops it and kills it.
final class Jvm implements AutoCloseable {
    private final Process process;
    private final BufferedReader lines;
    private final List<String> heard = new ArrayList<>();

    private Jvm(Process process) {
        this.process = process;
        this.lines = process.inputReader(StandardCharsets.UTF_8);
    }

    static Jvm run(String... words) throws IOException {
        return run(List.of(), System.getProperty("java.class.path"), Map.of(), words);
    }

    static Jvm run(
            List<String> prefix, String classPath, Map<String, String> environment, String... words)
            throws IOException {
        List<String> command = new ArrayList<>(prefix);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(
                List.of(
                        "-Xmx256m",
                        "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                        "-cp",
                        classPath));
        command.add(ChildJvm.class.getName());
        command.addAll(List.of(words));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().putAll(environment);
        return new Jvm(builder.start());
    }

    /// The text after this word, on the next line that begins with it.
    String hear(String word) throws IOException {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            heard.add(line);
            if (line.startsWith(word)) {
                return line.substring(word.length()).strip();
            }
        }
        throw new IOException("Never heard '" + word + "', only " + heard);
    }

    /// The rest of its output.
    List<String> rest() throws IOException {
        List<String> rest = new ArrayList<>();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            rest.add(line);
        }
        return rest;
    }

    ProcessHandle handle() {
        return process.toHandle();
    }

    void letGo() throws IOException, InterruptedException {
        process.getOutputStream().close();
        process.waitFor();
    }

    void kill() throws InterruptedException {
        // Through the handle, because Process.destroyForcibly discards unread output.
        process.toHandle().destroyForcibly();
        process.waitFor();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
