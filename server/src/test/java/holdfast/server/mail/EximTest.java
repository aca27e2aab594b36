package holdfast.server.mail;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.Claim;
import holdfast.ConfirmRequest;
import holdfast.HoldOutcome;
import holdfast.HoldRequest;
import holdfast.Inventory;
import holdfast.RequestOptions;
import holdfast.engine.Engine;
import holdfast.server.booking.BookingRows;
import holdfast.server.booking.PricedHolds;
import holdfast.server.booking.TokenSecrets;
import holdfast.server.booking.VisitPlanner;
import holdfast.server.catalog.Catalog;
import holdfast.server.outbox.Outbox;
import holdfast.server.outbox.OutboxRows;
import holdfast.testkit.Scratch;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// A mail server that others have written, Exim, accepts our mails and refuses an unknown person.
@ExtendWith(InstalledExim.class)
class EximTest {
    private static final String MAIN = "main";

    @RegisterExtension
    final Scratch scratch = Scratch.quick();

    @TempDir
    Path folder;

    private Engine engine;
    private MailTable table;

    @BeforeEach
    void begin() {
        engine = scratch.engine(new OutboxRows(new BookingRows()));
        table = new MailTable(scratch.database().dataSource());
        engine.offer(MAIN, new Inventory.Pool("evt_1:floor", 1_000, Optional.empty()));
    }

    private void booked(String name, String email) {
        HoldOutcome held =
                engine.hold(new HoldRequest(MAIN, new Claim.Capacity("evt_1:floor", 1)));
        String id = ((HoldOutcome.Granted) held).hold().id();
        engine.confirm(new ConfirmRequest(MAIN, id, new RequestOptions(Optional.empty(),
                Optional.empty(), Optional.of("{\"reference\": \"R\", \"by\": \"test\", "
                        + "\"customer\": {\"name\": \"" + name + "\", \"email\": \"" + email
                        + "\"}}"),
                List.of()), Optional.empty()));
    }

    private void send(Exim exim) throws SQLException {
        DataSource source = scratch.database().dataSource();
        Catalog catalog = new Catalog(source);
        MailWriter writer = new MailWriter(new MailWriter.Booked(engine, catalog,
                new PricedHolds(catalog), new VisitPlanner(engine, catalog),
                new TokenSecrets(source), (workspace, booking) -> Optional.empty(),
                new NoPayments()),
                new MailWriter.Sender("us@example.org", Optional::empty,
                        (workspace, booking, language) -> List.of()));
        new Outbox(source, workspace -> List.of()).handOn();
        MailSending.by(new SmtpServer("127.0.0.1", exim.port(), SmtpServer.Tls.NONE,
                Optional.empty(), Optional.empty()), table, writer, "us@example.org", engine)
                .some();
    }

    private List<StoredMail> mails() {
        return table.list(MAIN, "", "", Instant.parse("2100-01-01T00:00:00Z"), "", 100);
    }

    @Test
    void acceptsAConfirmation() throws Exception {
        booked("Jürgen Müller-Lüdenscheidt", "jm@example.org");
        try (Exim exim = new Exim(folder)) {
            send(exim);
            StoredMail mail = mails().getFirst();
            assertThat(mail.state()).as(exim.log()).isEqualTo("sent");
            assertThat(mail.answer().orElseThrow()).contains("250 OK id=");
            assertThat(exim.log()).contains("<= us@example.org", "id=" + mail.id());
            assertThat(exim.accepted()).singleElement().asString()
                    .contains("Content-Type: text/plain", "Content-Type: text/html");
        }
    }

    @Test
    void recordsARefusalOfTheRecipient() throws Exception {
        booked("Ann", "unknown@example.org");
        try (Exim exim = new Exim(folder)) {
            send(exim);
            StoredMail mail = mails().getFirst();
            assertThat(mail.state()).as(exim.log()).isEqualTo("failed");
            assertThat(mail.answer().orElseThrow()).contains("no such person here");
        }
    }
}
