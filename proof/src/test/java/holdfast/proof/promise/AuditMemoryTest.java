package holdfast.proof.promise;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import holdfast.AuditReport;
import holdfast.database.Address;
import holdfast.database.Pool;
import holdfast.database.PoolOptions;
import holdfast.engine.Engine;
import holdfast.engine.Limits;
import holdfast.testkit.Scratch;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// The audit's memory does not grow with the bookings: a JVM with a small heap audits many.
class AuditMemoryTest {
    private static final int BOOKINGS = 100_000;

    @RegisterExtension
    final Scratch scratch = Scratch.quick();

    @Test
    void auditsManyBookingsInASmallHeap() throws Exception {
        // Audited by the child below.
        scratch.leaveUnaudited();
        fill(scratch.database().address());
        assertThat(audit()).containsExactly(
                "[]", BOOKINGS + " holds", BOOKINGS / 10 + 1 + " pools");
    }

    /// On a connection without the pool's timeouts.
    private static void fill(Address address) throws SQLException {
        try (Connection connection = DriverManager.getConnection(
                address.url(), address.user(), address.password());
                Statement statement = connection.createStatement()) {
            statement.execute("SET search_path = holdfast, public");
            statement.execute(ManyBookings.of(BOOKINGS));
        }
    }

    private List<String> audit() throws IOException, InterruptedException {
        Process child = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx32m",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=error",
                "-cp", System.getProperty("java.class.path"), SmallAudit.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT).start();
        Address address = scratch.database().address();
        try (var in = child.outputWriter(UTF_8); var out = child.inputReader(UTF_8)) {
            in.write(address.url() + "\n" + address.user() + "\n" + address.password() + "\n");
            in.flush();
            List<String> lines = out.lines().toList();
            assertThat(child.waitFor()).isZero();
            return lines;
        }
    }

    /// The child: audits the database whose address, user and password it reads.
    static final class SmallAudit {
        private SmallAudit() {}

        public static void main(String[] none) throws IOException {
            BufferedReader in = new BufferedReader(new InputStreamReader(System.in, UTF_8));
            Address address = new Address(in.readLine(), in.readLine(), in.readLine());
            try (Pool pool = Pool.open(address, PoolOptions.defaults());
                    Engine engine = Engine.open(pool.dataSource(), Limits.usual())) {
                AuditReport report = engine.audit("w");
                System.out.println(report.findings());
                System.out.println(report.holds() + " holds");
                System.out.println(report.pools() + " pools");
            }
        }
    }
}
