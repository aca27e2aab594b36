package holdfast.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import holdfast.Claim;
import holdfast.ConfirmOutcome;
import holdfast.ConfirmRequest;
import holdfast.Hold;
import holdfast.HoldOutcome;
import holdfast.HoldRequest;
import holdfast.Holdfast;
import holdfast.Inventory;
import holdfast.Window;
import holdfast.database.Address;
import holdfast.database.Backup;
import holdfast.database.Database;
import holdfast.database.DatabaseException;
import holdfast.engine.Engine;
import holdfast.engine.Limits;
import holdfast.testkit.ScratchDatabase;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackupTest {
    private static final Instant NOON = Instant.parse("2030-06-03T12:00:00Z");
    private static final String ODD = "O'Brien\\N \u0130stanbul \uD83C\uDFBB";

    @TempDir
    Path folder;

    /// Buys without end, on one of three kinds, and records the acknowledged bookings.
    private static final class Crowd implements AutoCloseable {
        private final Queue<String> booked = new ConcurrentLinkedQueue<>();
        private final AtomicBoolean enough = new AtomicBoolean();
        private final AtomicInteger number = new AtomicInteger();
        private final List<Thread> people = new ArrayList<>();
        private final Holdfast holdfast;

        Crowd(Holdfast holdfast) {
            this.holdfast = holdfast;
            for (int person = 0; person < 8; person++) {
                people.add(Thread.startVirtualThread(this::buy));
            }
        }

        private void buy() {
            while (!enough.get()) {
                int mine = number.getAndIncrement();
                HoldOutcome held = holdfast.hold(
                        new HoldRequest("main", claim(mine)).customer(ODD + mine));
                if (held instanceof HoldOutcome.Granted granted && mine % 4 != 0
                        && holdfast.confirm(new ConfirmRequest("main", granted.hold()
                                .id())) instanceof ConfirmOutcome.Confirmed confirmed) {
                    booked.add(confirmed.booking().id());
                }
            }
        }

        private static Claim claim(int number) {
            return switch (number % 3) {
                case 0 -> new Claim.Capacity("club", 1);
                case 1 -> new Claim.Seats("hall", "S-" + number);
                default -> new Claim.Time("maya", new Window(
                        NOON.plus(Duration.ofMinutes(number)),
                        NOON.plus(Duration.ofMinutes(number + 1))));
            };
        }

        List<String> booked(int atLeast) throws InterruptedException {
            while (booked.size() < atLeast) {
                assertThat(people).anyMatch(Thread::isAlive);
                people.getFirst().join(Duration.ofMillis(5));
            }
            return List.copyOf(booked);
        }

        @Override
        public void close() {
            enough.set(true);
            for (Thread each : people) {
                try {
                    each.join();
                } catch (InterruptedException stop) {
                    Thread.currentThread().interrupt();
                }
            }
        }
    }

    private static void offer(Holdfast holdfast) {
        holdfast.offer("main", new Inventory.Pool("club", 1_000_000, Optional.empty()));
        List<Inventory.Seat> seats = new ArrayList<>();
        for (int seat = 0; seat < 2_000; seat++) {
            seats.add(new Inventory.Seat("S-" + seat));
        }
        holdfast.offer("main", new Inventory.SeatMap("hall", List.of(new Inventory.Row(seats))));
        holdfast.offer("main", new Inventory.Calendar("maya"));
    }

    private static void same(Database.Settings restored, List<String> booked) {
        try (Database database = Database.open(restored);
                Holdfast holdfast = Engine.open(database.dataSource(), Limits.usual())) {
            assertThat(holdfast.workspaces()).containsExactly("main");
            assertThat(holdfast.audit("main").findings()).isEmpty();
            for (String id : booked) {
                assertThat(holdfast.find("main", id)).get().isInstanceOf(Hold.Booked.class);
            }
            assertThat(holdfast.find("main", booked.getFirst()).orElseThrow().toString())
                    .contains(ODD);
        }
    }

    @Test
    void containsAllThatWasAcknowledgedBeforeAndNothingInPart() throws Exception {
        Path file = folder.resolve("copy");
        Database.Settings here = Database.Settings.embeddedIn(folder.resolve("here"));
        List<String> before;
        try (Database database = Database.open(here);
                Holdfast holdfast = Engine.open(database.dataSource(), Limits.usual())) {
            offer(holdfast);
            try (Crowd crowd = new Crowd(holdfast)) {
                before = crowd.booked(200);
                Backup.Copied copied = Backup.write(here, file, BackupCommands::note);
                assertThat(copied.rows()).isGreaterThan(before.size());
                try (Connection connection = database.dataSource().getConnection();
                        Statement statement = connection.createStatement();
                        ResultSet noted = statement.executeQuery("SELECT rows FROM backup")) {
                    assertThat(noted.next()).isTrue();
                    assertThat(noted.getLong(1)).isEqualTo(copied.rows());
                }
                crowd.booked(before.size() + 50);
            }
        }
        Database.Settings there = Database.Settings.embeddedIn(folder.resolve("there"));
        Backup.restore(there, file);
        same(there, before);
        assertThatThrownBy(() -> Backup.restore(there, file))
                .isInstanceOf(DatabaseException.class).hasMessageContaining("is not empty");
        same(there, before);
        assertThatThrownBy(() -> Backup.write(there, file, BackupCommands::note))
                .isInstanceOf(DatabaseException.class).hasMessageContaining("is there already");
    }

    @Test
    void restoresFromAStoppedDatabaseIntoAnAddressAndBack() throws Exception {
        Path file = folder.resolve("copy");
        Database.Settings here = Database.Settings.embeddedIn(folder.resolve("here"));
        assertThatThrownBy(() -> Backup.write(here, file, BackupCommands::note))
                .isInstanceOf(DatabaseException.class).hasMessageContaining("no database in");
        List<String> booked;
        try (Database database = Database.open(here);
                Holdfast holdfast = Engine.open(database.dataSource(), Limits.usual())) {
            offer(holdfast);
            try (Crowd crowd = new Crowd(holdfast)) {
                crowd.booked(30);
                crowd.enough.set(true);
                booked = crowd.booked(30);
            }
        }
        Backup.write(here, file, BackupCommands::note);
        try (ScratchDatabase scratch = ScratchDatabase.durable()) {
            Address address = scratch.address();
            Database.Settings there = Database.Settings.at(address);
            Backup.restore(there, file);
            same(there, booked);
            Path again = folder.resolve("again");
            Backup.write(there, again, BackupCommands::note);
            assertThat(contents(again)).isEqualTo(contents(file));
            assertThat(Files.getPosixFilePermissions(again)).hasSize(2);
        }
    }

    @Test
    void migratesABackupOfAnEarlierVersion() throws Exception {
        Path file = folder.resolve("copy");
        Database.Settings here = Database.Settings.embeddedIn(folder.resolve("here"));
        List<String> booked;
        try (Database database = Database.open(here);
                Holdfast holdfast = Engine.open(database.dataSource(), Limits.usual())) {
            holdfast.offer("main", new Inventory.Pool("club", 10, Optional.empty()));
            HoldOutcome held = holdfast.hold(
                    new HoldRequest("main", new Claim.Capacity("club", 2)).customer(ODD));
            String id = ((HoldOutcome.Granted) held).hold().id();
            holdfast.confirm(new ConfirmRequest("main", id));
            booked = List.of(id);
        }
        Backup.write(here, file, BackupCommands::note);
        Path older = folder.resolve("older");
        asOf("003", file, older);
        Database.Settings there = Database.Settings.embeddedIn(folder.resolve("there"));
        Backup.restore(there, older);
        same(there, booked);
        Path newer = folder.resolve("newer");
        asOf("999", file, newer);
        assertThatThrownBy(() -> Backup.restore(
                Database.Settings.embeddedIn(folder.resolve("elsewhere")), newer))
                .isInstanceOf(DatabaseException.class);
    }

    @Test
    void refusesAnIncompleteFile() throws Exception {
        Path file = folder.resolve("copy");
        Database.Settings here = Database.Settings.embeddedIn(folder.resolve("here"));
        try (Database database = Database.open(here);
                Holdfast holdfast = Engine.open(database.dataSource(), Limits.usual())) {
            offer(holdfast);
        }
        Backup.write(here, file, BackupCommands::note);
        byte[] whole = Files.readAllBytes(file);
        Path broken = folder.resolve("broken");
        Database.Settings there = Database.Settings.embeddedIn(folder.resolve("there"));
        // The entry's content begins behind its name.
        int line = new String(whole, ISO_8859_1).indexOf("journal") + "journal".length();
        for (int at = line + 50; at < line + 500; at += 50) {
            byte[] bytes = whole.clone();
            bytes[at] ^= 1;
            Files.write(broken, bytes);
            refuses(there, broken);
        }
        rewrite(file, broken, (name, bytes) -> name.equals("workspace")
                ? new String(bytes, UTF_8).replace("main", "mine").getBytes(UTF_8) : bytes);
        refuses(there, broken);
        Files.write(broken, Arrays.copyOf(whole, whole.length - 100));
        refuses(there, broken);
        Files.writeString(broken, "something else");
        refuses(there, broken);
        refuses(there, folder.resolve("missing"));
        assertThat(folder.resolve("there")).doesNotExist();
    }

    private static void refuses(Database.Settings there, Path file) {
        assertThatThrownBy(() -> Backup.restore(there, file))
                .isInstanceOf(DatabaseException.class)
                .hasMessageContaining(file + " cannot be read");
    }

    private static String contents(Path file) throws IOException {
        try (ZipFile zip = new ZipFile(file.toFile());
                InputStream in = zip.getInputStream(zip.getEntry("contents"))) {
            return new String(in.readAllBytes(), UTF_8);
        }
    }

    /// The same backup as an earlier or later engine would have written it.
    private static void asOf(String version, Path from, Path to) throws IOException {
        rewrite(from, to, (name, bytes) -> {
            if (!name.equals("contents")) {
                return bytes;
            }
            List<String> lines = new ArrayList<>(new String(bytes, UTF_8).lines()
                    .filter(line -> !line.matches("(calendar|time_claim|audit_checkpoint|last_audit"
                            + "|journal_archived) .*"))
                    .toList());
            lines.set(1, version);
            return (String.join("\n", lines) + "\n").getBytes(UTF_8);
        });
    }

    private static void rewrite(Path from, Path to, BiFunction<String, byte[], byte[]> changed)
            throws IOException {
        try (ZipFile zip = new ZipFile(from.toFile());
                ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(to))) {
            for (ZipEntry entry : Collections.list(zip.entries())) {
                byte[] bytes = zip.getInputStream(entry).readAllBytes();
                out.putNextEntry(new ZipEntry(entry.getName()));
                out.write(changed.apply(entry.getName(), bytes));
                out.closeEntry();
            }
        }
    }
}
