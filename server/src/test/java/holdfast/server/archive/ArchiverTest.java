package holdfast.server.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import holdfast.AuditReport;
import holdfast.CancelRequest;
import holdfast.Claim;
import holdfast.ConfirmOutcome;
import holdfast.ConfirmRequest;
import holdfast.ExchangeOutcome;
import holdfast.ExchangeRequest;
import holdfast.ForwardingHoldfast;
import holdfast.Hold;
import holdfast.HoldOutcome;
import holdfast.HoldRequest;
import holdfast.HoldfastReads;
import holdfast.Inventory;
import holdfast.Limit;
import holdfast.RequestOptions;
import holdfast.Window;
import holdfast.change.Archiving;
import holdfast.engine.Engine;
import holdfast.postgres.Pipeline;
import holdfast.postgres.Transaction;
import holdfast.server.booking.BookingRows;
import holdfast.server.booking.ServerAudit;
import holdfast.server.payment.PaymentsAudit;
import holdfast.testkit.Scratch;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// What ended is moved from the tables to a file, each hold once, also when a run dies. The audit
/// accepts what is left, and the file is audited by itself.
class ArchiverTest {
    private static final String HERE = "town";
    private static final Limit LIMIT = new Limit("gala", 9, 1);
    private static final Instant NOON = Instant.parse("2030-05-01T12:00:00Z");
    private static final String NOTE = """
            {"reference": "ABC", "customer": {"name": "Zorblax Quux",\
             "email": "zorblax@example.org"}, "by": "key_1"}""";

    @RegisterExtension
    final Scratch scratch = Scratch.recycled();

    @TempDir
    Path directory;

    private Engine engine;
    private int keys;

    @BeforeEach
    void open() {
        engine = scratch.engine(new BookingRows(), new ServerAudit(PaymentsAudit::new));
        engine.offer(HERE, new Inventory.Pool("house", 1_000));
        engine.offer(HERE, new Inventory.Pool("floor", 500, Optional.of("house")));
        engine.offer(HERE, new Inventory.SeatMap("stalls", List.of(new Inventory.Row(
                Stream.of("A-1", "A-2", "A-3").map(Inventory.Seat::new).toList()))));
        engine.offer(HERE, new Inventory.Calendar("maya", 1, null));
    }

    private Hold.Held hold(Claim... claims) {
        return hold(new HoldRequest(HERE, claims));
    }

    private Hold.Held hold(HoldRequest request) {
        keys++;
        HoldOutcome outcome = engine.hold(request.key("hold-" + keys).note("evt_1@1")
                .customer("cus_zorblax", LIMIT));
        assertThat(outcome).isInstanceOf(HoldOutcome.Granted.class);
        return ((HoldOutcome.Granted) outcome).hold();
    }

    private Hold.Booked book(Hold.Held hold) {
        keys++;
        ConfirmOutcome outcome = engine.confirm(new ConfirmRequest(HERE, hold.id(),
                new RequestOptions(Optional.of("confirm-" + keys), Optional.of("x"),
                        Optional.of(NOTE), List.of()),
                Optional.empty()));
        return ((ConfirmOutcome.Confirmed) outcome).booking();
    }

    private void cancel(Hold hold) {
        engine.cancel(new CancelRequest(HERE, hold.id(), true));
    }

    /// Holds of all kinds, of which two live on. Five end: cancelled, exchanged and cancelled,
    /// expired in two ways, and a cancelled booking.
    private List<String> life() throws InterruptedException {
        List<String> ended = new ArrayList<>();
        book(hold(new Claim.Capacity("floor", 2), new Claim.Time("maya",
                new Window(NOON, NOON.plusSeconds(3_600)))));
        hold(new Claim.Capacity("floor", 1));
        Hold.Held given = hold(new Claim.Capacity("floor", 3),
                new Claim.Seats("stalls", new Claim.Named(List.of("A-1"))));
        cancel(given);
        ended.add(given.id());
        Hold.Held moved = hold(new Claim.Seats("stalls", new Claim.Named(List.of("A-1", "A-2"))));
        assertThat(engine.exchange(new ExchangeRequest(HERE, moved.id(), 1,
                new Claim.Seats("stalls", new Claim.Named(List.of("A-2", "A-3"))))))
                .isInstanceOf(ExchangeOutcome.Exchanged.class);
        cancel(moved);
        ended.add(moved.id());
        Hold.Booked booked = book(hold(new Claim.Capacity("house", 4)));
        cancel(booked);
        ended.add(booked.id());
        Hold.Held left = hold(new HoldRequest(HERE, new Claim.Capacity("floor", 1),
                new Claim.Seats("stalls", new Claim.Named(List.of("A-1", "A-2"))))
                .holdFor(Duration.ofMillis(300)));
        ended.add(left.id());
        Thread.sleep(350);
        // One of its seats is taken before its end is written.
        Hold.Held taker = hold(new Claim.Seats("stalls", new Claim.Named(List.of("A-2"))));
        assertThat(engine.expire(100)).isEqualTo(1);
        cancel(taker);
        ended.add(taker.id());
        return ended;
    }

    private <E extends HoldfastReads & Archiving> Archiver archiver(E from) {
        return new Archiver(from, new Archiver.Kept(directory, Duration.ZERO, Duration.ZERO),
                Optional.empty());
    }

    private List<Path> files(String suffix) throws IOException {
        try (Stream<Path> all = Files.list(directory)) {
            return all.filter(file -> file.toString().endsWith(suffix)).sorted().toList();
        }
    }

    private static String text(Path file) throws IOException {
        try (GZIPInputStream in = new GZIPInputStream(Files.newInputStream(file))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private List<String> archived() throws IOException {
        List<String> holds = new ArrayList<>();
        for (Path file : files(ArchiveWriter.FINISHED)) {
            assertThat(ArchiveCheck.check(file).findings()).isEmpty();
            text(file).lines().filter(line -> line.startsWith("{\"hold\""))
                    .forEach(line -> holds.add(line.split("\"", -1)[3]));
        }
        return holds;
    }

    private AuditReport audited() {
        AuditReport report = engine.audit(HERE);
        assertThat(report.findings()).isEmpty();
        return report;
    }

    @Test
    void movesWhatEnded() throws Exception {
        List<String> ended = life();
        long before = audited().entries();

        Archiver.Done done = archiver(engine).run().orElseThrow();

        assertThat(done.counts().holds()).isEqualTo(5);
        assertThat(done.counts().keys()).isEqualTo(keys);
        assertThat(archived()).containsExactlyInAnyOrderElementsOf(ended);
        assertThat(engine.find(HERE, ended)).isEmpty();
        assertThat(audited().holds()).isEqualTo(2);
        assertThat(audited().entries()).isEqualTo(before - done.counts().lines());
        assertThat(text(done.file().orElseThrow())).doesNotContainIgnoringCase("zorblax");
        assertThat(archiver(engine).run().orElseThrow())
                .isEqualTo(new Archiver.Done(ArchiveCounts.NONE, 0, Optional.empty()));

        cancel(hold(new Claim.Capacity("floor", 3)));
        audited();
    }

    @Test
    void letsTheAuditFindOtherGaps() throws Exception {
        life();
        archiver(engine).run();
        hold(new Claim.Capacity("floor", 1));
        audited();
        scratch.leaveUnaudited();

        scratch.database().run("DELETE FROM journal_archived WHERE inventory = 'floor'");
        assertThat(engine.audit(HERE).findings()).anySatisfy(finding -> {
            assertThat(finding.inventory()).isEqualTo("floor");
            assertThat(finding.detail()).startsWith("after ");
        });

        scratch.database().run("""
                INSERT INTO journal_archived
                VALUES ('town', 'capacity', 'floor', 0, '{[1,9999]}')""");
        assertThat(engine.audit(HERE).findings()).anySatisfy(finding -> assertThat(
                finding.detail()).contains("of its journal is there, and was archived"));
    }

    @Test
    void keepsWhatEndedLately() throws Exception {
        life();
        Archiver.Done done = new Archiver(engine, new Archiver.Kept(
                directory, Duration.ofHours(1), Duration.ofHours(1)), Optional.empty()).run()
                .orElseThrow();

        assertThat(done.file()).isEmpty();
        assertThat(audited().holds()).isEqualTo(7);
    }

    @Test
    void removesLimitsWithoutHolds() {
        Hold.Held only = hold(new Claim.Capacity("floor", 1));
        cancel(only);

        assertThat(archiver(engine).run().orElseThrow().limits()).isEqualTo(1);

        assertThat(audited().pools()).isEqualTo(2);
        hold(new Claim.Capacity("floor", 1));
        assertThat(audited().pools()).isEqualTo(3);
        assertThat(archiver(engine).run().orElseThrow().limits()).isZero();
    }

    @Test
    void findsWhatIsDamaged() throws Exception {
        life();
        Path file = archiver(engine).run().orElseThrow().file().orElseThrow();
        String text = text(file);

        assertThat(damaged(text.replace("\"state\":\"expired\"", "\"state\":\"cancelled\"")))
                .anyMatch(finding -> finding.contains("other content"))
                .anyMatch(finding -> finding.contains("its last line says"));
        assertThat(damaged(text.replaceFirst("\"effect\":\"give\"", "\"effect\":\"keep\"")))
                .anyMatch(finding -> finding.contains("not given back"));
        assertThat(damaged(text.substring(0, text.lastIndexOf("{\"holds\""))))
                .anyMatch(finding -> finding.contains("ends before its digest"));
        assertThat(damaged(text.lines().filter(line -> !line.contains("\"key\":"))
                .reduce("", (all, line) -> all + line + "\n")))
                .anyMatch(finding -> finding.contains("and should have"));
    }

    private List<String> damaged(String text) throws IOException {
        Path file = directory.resolve("damaged.jsonl.gz");
        try (GZIPOutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return ArchiveCheck.check(file).findings();
    }

    /// A run dies after the batch is on the disk: before its commit, or after it.
    @Test
    void movesEachHoldOnceWhenRunsDie() throws Exception {
        List<String> ended = life();
        for (boolean committed : List.of(false, true)) {
            Dying dying = new Dying(engine, committed);
            assertThatThrownBy(() -> archiver(dying).run())
                    .isInstanceOf(IllegalStateException.class).hasMessage("died");
            assertThat(files(ArchiveWriter.UNFINISHED)).hasSize(1);
            audited();
        }

        archiver(engine).run();

        assertThat(files(ArchiveWriter.UNFINISHED)).isEmpty();
        assertThat(archived()).containsExactlyInAnyOrderElementsOf(ended);
        assertThat(audited().holds()).isEqualTo(2);
    }

    @Test
    void finishesAFileThatEndsWithinALine() throws Exception {
        List<String> ended = life();
        assertThatThrownBy(() -> archiver(new Dying(engine, false)).run())
                .hasMessage("died");
        Path file = files(ArchiveWriter.UNFINISHED).getFirst();
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, bytes.length - 40));

        archiver(engine).run();

        assertThat(archived()).containsExactlyInAnyOrderElementsOf(ended);
        audited();
    }

    /// An engine whose process dies while it moves holds.
    private static final class Dying extends ForwardingHoldfast implements Archiving {
        private final Engine engine;
        private final boolean committed;

        Dying(Engine engine, boolean committed) {
            super(engine);
            this.engine = engine;
            this.committed = committed;
        }

        @Override
        public int archiveKeys(String workspace, Instant before, int most, KeyStore store) {
            return engine.archiveKeys(workspace, before, most, store);
        }

        @Override
        public int archiveHolds(String workspace, Instant before, int most, HoldStore store) {
            engine.archiveHolds(workspace, before, most, committed ? store : new HoldStore() {
                @Override
                public Hold.Notes withoutPerson(Hold.Notes notes) {
                    return store.withoutPerson(notes);
                }

                @Override
                public void keep(Transaction tx, List<Ended> holds) throws SQLException {
                    store.keep(tx, holds);
                    throw new IllegalStateException("died");
                }

                @Override
                public void remove(Pipeline pipeline, String where, List<String> holds) {
                    store.remove(pipeline, where, holds);
                }
            });
            throw new IllegalStateException("died");
        }

        @Override
        public int archiveBookings(
                String workspace, Instant before, List<Over> bookings, HoldStore store) {
            return engine.archiveBookings(workspace, before, bookings, store);
        }

        @Override
        public int removeLimits(String workspace) {
            return engine.removeLimits(workspace);
        }
    }
}
