package holdfast.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Finds the embedded PostgreSQL that another process runs on a directory.
final class RunningEmbedded {
    private static final int PORT_LINE = 3;
    private static final int STATE_LINE = 7;

    private RunningEmbedded() {}

    /// Its address, if it runs and accepts connections, from postmaster.pid.
    static @Nullable Address in(Path data) {
        Path note = data.resolve("postgres").resolve("postmaster.pid");
        try {
            List<String> lines = Files.readAllLines(note).stream().map(String::strip).toList();
            if (lines.size() <= STATE_LINE || !lines.get(STATE_LINE).equals("ready")
                    || !alive(lines.getFirst())) {
                return null;
            }
            String password = Files.readString(data.resolve("password")).strip();
            return new Address("jdbc:postgresql://127.0.0.1:" + lines.get(PORT_LINE)
                    + "/" + Embedded.DATABASE, PostgresLaunch.USER, password);
        } catch (IOException noFile) {
            return null;
        }
    }

    /// A killed PostgreSQL leaves its postmaster.pid behind.
    private static boolean alive(String pid) {
        return pid.matches("[0-9]{1,18}") && ProcessHandle.of(Long.parseLong(pid)).isPresent();
    }
}
