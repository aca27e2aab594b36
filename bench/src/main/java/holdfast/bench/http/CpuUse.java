package holdfast.bench.http;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/// The CPU time that clients, server and database took.
public record CpuUse(Duration clients, Duration server, Duration database) {

    /// Since each process began.
    public static CpuUse of(StartedServer server) {
        return of(server, server);
    }

    /// The same for a server that uses the database of another one.
    public static CpuUse of(StartedServer server, StartedServer withDatabase) {
        return new CpuUse(spent(ProcessHandle.current()), spent(server.handle()),
                withDatabase.handle().descendants().map(CpuUse::spent)
                        .reduce(Duration.ZERO, Duration::plus));
    }

    private static Duration spent(ProcessHandle process) {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    public CpuUse since(CpuUse earlier) {
        return new CpuUse(clients.minus(earlier.clients), server.minus(earlier.server),
                database.minus(earlier.database));
    }

    public CpuUse plus(CpuUse other) {
        return new CpuUse(clients.plus(other.clients), server.plus(other.server),
                database.plus(other.database));
    }

    /// The shares in per cent, as in `20 / 50 / 30`.
    public String shares() {
        double all = Math.max(1, clients.plus(server).plus(database).toMillis());
        return String.format(Locale.ROOT, "%.0f / %.0f / %.0f", clients.toMillis() * 100 / all,
                server.toMillis() * 100 / all, database.toMillis() * 100 / all);
    }

    /// The memory of a server and its database, in bytes. Pages that the database's processes share
    /// are counted once.
    public record Memory(OptionalLong server, OptionalLong database) {

        public static Memory of(StartedServer server) {
            return new Memory(read(server.handle(), "status", "VmRSS:"),
                    server.handle().descendants()
                            .map(each -> read(each, "smaps_rollup", "Pss:"))
                            .reduce(OptionalLong.of(0), Memory::plus));
        }

        private static OptionalLong plus(OptionalLong one, OptionalLong other) {
            return one.isEmpty() || other.isEmpty() ? OptionalLong.empty()
                    : OptionalLong.of(one.getAsLong() + other.getAsLong());
        }

        /// Empty except on Linux, the only system that reports it.
        private static OptionalLong read(ProcessHandle process, String file, String name) {
            Path path = Path.of("/proc", Long.toString(process.pid()), file);
            try {
                List<String> lines = Files.readAllLines(path);
                return lines.stream().filter(line -> line.startsWith(name))
                        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1_024)
                        .findFirst();
            } catch (IOException untold) {
                return OptionalLong.empty();
            }
        }
    }
}
