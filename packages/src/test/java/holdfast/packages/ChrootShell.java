package holdfast.packages;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A shell of root in a mount namespace of its own, with a file system that ends with the shell.
/// It takes one command after the other.
final class ChrootShell implements AutoCloseable {
    private static final String DONE = "-- command ended with ";

    private final Process process;
    private final BufferedReader output;
    private final BufferedWriter input;

    private ChrootShell(String script) throws IOException {
        ProcessBuilder builder = new ProcessBuilder("unshare", "--mount", "--pid", "--fork",
                "--kill-child", "sh", "-c", script).redirectErrorStream(true);
        // Settings of the test run are not the service's.
        builder.environment().keySet().removeIf(name -> name.startsWith("HOLDFAST_"));
        process = builder.start();
        output = process.inputReader();
        input = process.outputWriter();
    }

    /// In a copy of this machine's file system; what it writes is kept in memory.
    static ChrootShell overlay(Path folder) throws IOException {
        return new ChrootShell("""
                set -e
                mkdir %1$s/top
                mount -t tmpfs tmpfs %1$s/top
                mkdir %1$s/top/upper %1$s/top/work %1$s/top/root
                mount -t overlay overlay \
                    -o lowerdir=/,upperdir=%1$s/top/upper,workdir=%1$s/top/work %1$s/top/root
                mount -t proc proc %1$s/top/root/proc
                mount --rbind /dev %1$s/top/root/dev
                mount -t tmpfs tmpfs %1$s/top/root/tmp
                exec chroot %1$s/top/root sh
                """.formatted(folder));
    }

    /// In a folder that has everything it needs.
    static ChrootShell in(Path root) throws IOException {
        return new ChrootShell("""
                set -e
                mkdir -p %1$s/proc %1$s/dev
                mount -t proc proc %1$s/proc
                mount --rbind /dev %1$s/dev
                exec chroot %1$s sh
                """.formatted(root));
    }

    /// Runs a command that must succeed; what it prints.
    List<String> run(String command) throws IOException {
        return run(command, 0);
    }

    /// Runs a command that must end with a status.
    List<String> run(String command, int status) throws IOException {
        input.write("( " + command + "\n) 2>&1 < /dev/null; status=$?; echo; echo \""
                + DONE + "$status\"\n");
        input.flush();
        List<String> lines = new ArrayList<>();
        String line = output.readLine();
        while (line != null && !line.startsWith(DONE)) {
            lines.add(line);
            line = output.readLine();
        }
        assertThat(line).as(command + " printed: " + String.join("\n", lines))
                .isEqualTo(DONE + status);
        return lines;
    }

    @Override
    public void close() throws IOException {
        input.close();
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
