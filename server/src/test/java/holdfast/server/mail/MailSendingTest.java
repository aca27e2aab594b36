package holdfast.server.mail;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.Claim;
import holdfast.ConfirmRequest;
import holdfast.Hold;
import holdfast.HoldOutcome;
import holdfast.HoldRequest;
import holdfast.Inventory;
import holdfast.RequestOptions;
import holdfast.engine.Engine;
import holdfast.server.booking.Balance;
import holdfast.server.booking.BookingRows;
import holdfast.server.booking.PricedHolds;
import holdfast.server.booking.TokenSecrets;
import holdfast.server.booking.VisitPlanner;
import holdfast.server.catalog.Catalog;
import holdfast.server.mail.RudeSmtp.Behaviour;
import holdfast.server.outbox.Outbox;
import holdfast.server.outbox.OutboxRows;
import holdfast.testkit.Race;
import holdfast.testkit.Scratch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// What becomes of a mail when the mail server or the node misbehaves.
class MailSendingTest {
    private static final String MAIN = "main";
    private static final Instant LATEST = Instant.parse("2100-01-01T00:00:00Z");

    @RegisterExtension
    final Scratch scratch = Scratch.quick();

    @TempDir
    Path folder;

    private RudeSmtp smtp;
    private Engine engine;
    private DataSource source;
    private MailTable table;
    private Outbox outbox;

    @BeforeEach
    void begin() throws IOException {
        scratch.clock().set(Instant.parse("2030-06-03T12:00:00Z"));
        smtp = new RudeSmtp();
        engine = scratch.engine(new OutboxRows(new BookingRows()));
        source = scratch.database().dataSource();
        table = new MailTable(source);
        outbox = new Outbox(source, workspace -> List.of());
        engine.offer(MAIN, new Inventory.Pool("evt_1:floor", 1_000, Optional.empty()));
    }

    @AfterEach
    void end() throws IOException {
        smtp.close();
    }

    private MailWriter writer() {
        Catalog catalog = new Catalog(source);
        PricedHolds priced = new PricedHolds(catalog);
        return new MailWriter(new MailWriter.Booked(engine, catalog, priced,
                new VisitPlanner(engine, catalog), new TokenSecrets(source),
                (workspace, booking) -> Balance.of(booking,
                        priced.summary(workspace, booking).due()).owed()
                        .map(owed -> new MailWriter.Owed(owed, Optional.empty())),
                new NoPayments()),
                new MailWriter.Sender("us@example.org", Optional::empty,
                        (workspace, booking, language) -> List.of()));
    }

    private MailSending sending() {
        return MailSending.by(new SmtpServer("127.0.0.1", smtp.port(), SmtpServer.Tls.NONE,
                Optional.empty(), Optional.empty()), table, writer(), "us@example.org", engine);
    }

    private Hold booked() {
        HoldOutcome held =
                engine.hold(new HoldRequest(MAIN, new Claim.Capacity("evt_1:floor", 1)));
        String id = ((HoldOutcome.Granted) held).hold().id();
        engine.confirm(new ConfirmRequest(MAIN, id, new RequestOptions(Optional.empty(),
                Optional.empty(), Optional.of("{\"reference\": \"R\", \"by\": \"test\", "
                        + "\"customer\": {\"name\": \"Ann\", \"email\": \"ann@example.org\"}}"),
                List.of()), Optional.empty()));
        return engine.find(MAIN, id).orElseThrow();
    }

    private List<StoredMail> mails() {
        return table.list(MAIN, "", "", LATEST, "", 100);
    }

    private StoredMail mail() {
        assertThat(mails()).hasSize(1);
        return mails().getFirst();
    }

    private static String messageId(String content) {
        return content.lines().filter(line -> line.startsWith("Message-ID:")).findFirst()
                .orElseThrow();
    }

    @Test
    void triesAgainUntilItIsAcceptedAlwaysUnderTheSameMessageId() throws SQLException {
        booked();
        outbox.handOn();
        MailSending sending = sending();
        smtp.plan(Behaviour.BUSY, Behaviour.RECIPIENT_LATER, Behaviour.DROP_BEFORE_DATA,
                Behaviour.DROP_AFTER_DATA, Behaviour.SLOW);
        List<Duration> pauses = List.of(Duration.ofMinutes(1), Duration.ofMinutes(5),
                Duration.ofMinutes(15), Duration.ofHours(1));
        for (Duration pause : pauses) {
            sending.some();
            assertThat(mail().state()).isEqualTo("waiting");
            assertThat(mail().dueAt()).isEqualTo(engine.now().plus(pause));
            assertThat(mail().answer()).isPresent();
            scratch.clock().tick(pause.minusMillis(1));
            assertThat(sending.some()).isFalse();
            assertThat(mail().tries()).isEqualTo(pauses.indexOf(pause) + 1);
            scratch.clock().tick(Duration.ofMillis(1));
        }
        sending.some();
        assertThat(mail().state()).isEqualTo("sent");
        assertThat(mail().answer()).contains("250 queued as 4711");
        assertThat(smtp.taken()).hasSize(2);
        assertThat(messageId(smtp.taken().getFirst()))
                .isEqualTo(messageId(smtp.taken().getLast())).contains(mail().id());
        scratch.clock().tick(Duration.ofDays(3));
        assertThat(sending.some()).isFalse();
        assertThat(smtp.taken()).hasSize(2);
    }

    @Test
    void givesUpAtOnceOnA5xxAndAfterTwoDaysOtherwise() throws SQLException {
        MailSending sending = sending();
        for (Behaviour never : List.of(Behaviour.RECIPIENT_NEVER, Behaviour.CONTENT_NEVER)) {
            booked();
            outbox.handOn();
            smtp.plan(never);
            sending.some();
        }
        assertThat(mails()).extracting(StoredMail::state).containsOnly("failed");
        assertThat(mails()).extracting(mail -> mail.answer().orElse("").substring(0, 3))
                .containsExactlyInAnyOrder("550", "554");
        booked();
        outbox.handOn();
        int tries = 0;
        while (mails().stream().anyMatch(mail -> mail.state().equals("waiting"))) {
            smtp.plan(Behaviour.RECIPIENT_LATER);
            sending.some();
            tries++;
            scratch.clock().tick(Duration.ofHours(8));
            assertThat(tries).isLessThan(20);
        }
        assertThat(tries).isBetween(6, 9);
    }

    /// A node that dies after it took a mail, or after the mail server took it.
    @Test
    void sendsWhatADeadNodeHadTakenWhenItsLeaseIsOver() throws SQLException {
        booked();
        outbox.handOn();
        assertThat(table.take(10, false)).hasSize(1);
        MailSending sending = sending();
        sending.some();
        scratch.clock().tick(MailTable.LEASE.minusMillis(1));
        sending.some();
        assertThat(smtp.taken()).isEmpty();
        scratch.clock().tick(Duration.ofMillis(1));
        sending.some();
        assertThat(smtp.taken()).hasSize(1);
        assertThat(mail().state()).isEqualTo("sent");
    }

    @Test
    @Tag("mail_change_once")
    @Tag("booking_change_once")
    void twoNodesSendOneMailForEachChange() throws SQLException {
        List<Callable<Boolean>> nodes = new ArrayList<>();
        for (int node = 0; node < 4; node++) {
            Outbox own = new Outbox(source, workspace -> List.of());
            MailSending sender = sending();
            nodes.add(() -> {
                for (int round = 0; round < 15; round++) {
                    booked();
                    own.handOn();
                    sender.some();
                }
                return true;
            });
        }
        Race.run(nodes);
        MailSending last = sending();
        outbox.handOn();
        while (last.some()) {
            // The rest.
        }
        assertThat(mails()).hasSize(60).extracting(StoredMail::state).containsOnly("sent");
        assertThat(smtp.taken()).hasSize(60);
        assertThat(smtp.taken().stream().map(MailSendingTest::messageId)).doesNotHaveDuplicates();
    }

    @Test
    void sendsOnlyTheLatestNewsAboutABooking() throws SQLException {
        Hold booking = booked();
        outbox.handOn();
        engine.cancel(new holdfast.CancelRequest(MAIN, booking.id(), true));
        outbox.handOn();
        sending().some();
        assertThat(mails()).extracting(StoredMail::state)
                .containsExactlyInAnyOrder("superseded", "sent");
        assertThat(smtp.taken()).hasSize(1);
        assertThat(smtp.taken().getFirst()).contains("cancelled").contains("STATUS:CANCELLED");
    }

    @Test
    void writesFilesWithoutAServerAndDeletesThoseOfForgottenCustomers() throws Exception {
        Hold booking = booked();
        outbox.handOn();
        MailSending sending = MailSending.into(
                new MailFolder(folder), table, writer(), "us@example.org", engine);
        sending.some();
        assertThat(files()).hasSize(1);
        assertThat(Files.readString(files().getFirst())).contains("To: ann@example.org");
        new holdfast.server.booking.Erasure(engine, source).forget(MAIN,
                new holdfast.server.booking.Erasure.By.Booking(booking.id()), "test");
        assertThat(mail().state()).isEqualTo("forgotten");
        assertThat(mail().recipient()).doesNotContain("ann");
        sending.tidy(Duration.ofDays(30));
        assertThat(files()).isEmpty();
        assertThat(table.forgottenFiles()).isEmpty();
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).toList();
        }
    }
}
