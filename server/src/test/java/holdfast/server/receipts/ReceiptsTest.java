package holdfast.server.receipts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import holdfast.AuditReport;
import holdfast.CancelRequest;
import holdfast.Hold;
import holdfast.HoldOutcome;
import holdfast.HoldRequest;
import holdfast.engine.Engine;
import holdfast.postgres.Pipeline;
import holdfast.postgres.Transaction;
import holdfast.server.booking.BookingNote;
import holdfast.server.booking.BookingRows;
import holdfast.server.booking.CatalogChanges;
import holdfast.server.booking.ChangeResult;
import holdfast.server.booking.Checkout;
import holdfast.server.booking.ClaimMapper;
import holdfast.server.booking.Contact;
import holdfast.server.booking.Erasure;
import holdfast.server.booking.Item;
import holdfast.server.booking.Payment;
import holdfast.server.booking.PricedHolds;
import holdfast.server.booking.ServerAudit;
import holdfast.server.booking.VisitPlanner;
import holdfast.server.catalog.Catalog;
import holdfast.server.catalog.CatalogEntry;
import holdfast.server.catalog.Event;
import holdfast.server.catalog.Money;
import holdfast.server.catalog.Terms;
import holdfast.server.json.Json;
import holdfast.server.payment.PaymentRow;
import holdfast.server.payment.PaymentRows;
import holdfast.server.payment.PaymentWorker;
import holdfast.server.payment.Payments;
import holdfast.server.payment.StaffPayments;
import holdfast.server.payment.PaymentsAudit;
import holdfast.server.payment.Providers;
import holdfast.server.payment.SecretCipher;
import holdfast.server.web.Language;
import holdfast.server.web.Languages;
import holdfast.testkit.Race;
import holdfast.testkit.Scratch;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.LongStream;
import javax.sql.DataSource;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Receipts on a real database: bookings that are paid on site, and bank transfers for payments of
/// this server, which need no other process.
class ReceiptsTest {
    private static final String HERE = "venue";
    private static final Contact ANN = new Contact(Optional.of("Ann Zorblax"),
            Optional.of("ann@example.org"), Optional.empty(), Optional.empty());

    @RegisterExtension
    final Scratch scratch = Scratch.quick();

    private DataSource source;
    private Engine engine;
    private ClaimMapper mapper;
    private Checkout checkout;
    private PricedHolds priced;
    private Catalog catalog;
    private ReceiptTable table;
    private Payments payments;

    @BeforeEach
    void open() {
        source = scratch.database().dataSource();
        engine = scratch.engine(
                new BookingRows().and(new PaymentRows()).and(new ReceiptRows()),
                new ServerAudit(PaymentsAudit::new, ReceiptsAudit::new));
        catalog = new Catalog(source);
        CatalogChanges changes = new CatalogChanges(engine, catalog);
        make(changes, "evt_gig", Event.read(Json.read("""
                {"name": "Gig", "start": "2036-05-01T18:00:00Z", "end": "2036-05-01T22:00:00Z",
                 "timeZone": "Europe/Berlin", "areas": [
                   {"id": "floor", "name": "Floor", "kind": "capacity", "capacity": 500,
                    "price": {"amount": 3500, "currency": "EUR"}, "taxRate": 1900},
                   {"id": "meal", "name": "Meal", "kind": "capacity", "capacity": 500,
                    "price": {"amount": 1000, "currency": "EUR"}, "taxRate": 700}]}""")));
        make(changes, Terms.ID, Terms.read(Json.read("""
                {"name": "Venue", "issuer": {"name": "Venue Ltd", "address": "1 High St, Berlin",
                 "taxNumber": "DE123", "series": "A26"}}""")));
        priced = new PricedHolds(catalog);
        mapper = new ClaimMapper(catalog, new VisitPlanner(engine, catalog));
        checkout = new Checkout(engine, priced, false);
        table = new ReceiptTable(source);
        Providers providers = Providers.shipped();
        payments = new Payments(
                new Payments.Parts(engine, source, checkout, priced, mapper), providers,
                SecretCipher.of(Optional.of(Base64.getEncoder().encodeToString(new byte[32])),
                        Path.of("unused")));
        payments.accounts().set(HERE, providers.find("bankTransfer").orElseThrow(), true,
                Map.of("holder", "Venue", "iban", "DE89370400440532013000", "days", "7"));
    }

    private static void make(CatalogChanges changes, String id, CatalogEntry entry) {
        assertThat(changes.create(new CatalogChanges.Request(HERE, "test"), id, entry))
                .isInstanceOf(ChangeResult.Done.class);
    }

    private ReceiptMaker maker() {
        return new ReceiptMaker(new ReceiptTable(source), engine, priced, catalog);
    }

    private void makeAll() {
        try {
            while (maker().some()) {
                // The next part.
            }
        } catch (SQLException failure) {
            throw new AssertionError(failure);
        }
    }

    private Hold hold() {
        ClaimMapper.Result.Ready ready = (ClaimMapper.Result.Ready) mapper.ask(HERE, List.of(
                new Item.Places("evt_gig", "floor", Optional.empty(), 2),
                new Item.Places("evt_gig", "meal", Optional.empty(), 1)), engine.now());
        return ((HoldOutcome.Granted) engine.hold(new HoldRequest(HERE, ready.claims(),
                HoldRequest.USUAL, Optional.empty(), List.of(), Optional.<String>empty())
                .note(ready.note()))).hold();
    }

    private String onSite() {
        String hold = hold().id();
        assertThat(checkout.confirm(Checkout.HoldToConfirm.hold(HERE, hold),
                new BookingNote(ANN, Optional.of(new Payment.OnSite()), "test")))
                .isInstanceOf(Checkout.Result.Confirmed.class);
        return hold;
    }

    private PaymentRow transfer() {
        PaymentRow begun = switch (payments.begin(HERE, new Payments.Begin(hold().id(),
                "bankTransfer", "https://example.org/paid", ANN, "test", Optional.empty()))) {
            case Payments.Begun.Going going -> going.payment();
            case Payments.Begun other -> throw new AssertionError(other.toString());
        };
        return payments.staff().received(begun).orElseThrow();
    }

    private String refund(PaymentRow payment, long amount) {
        List<String> before = payments.refunds(payment).stream().map(each -> each.id()).toList();
        payments.staff().refund(payment,
                new StaffPayments.Wanted(Optional.of(new Money(amount, "EUR")),
                        Optional.empty(), "test", Optional.empty()));
        String id = payments.refunds(payment).stream().map(each -> each.id())
                .filter(each -> !before.contains(each)).findFirst().orElseThrow();
        assertThat(payments.staff().paidBack(payment, id)).isTrue();
        return id;
    }

    private List<Receipt> all() {
        return table.page(HERE, Optional.empty(), 1_000);
    }

    private void sql(String sql) {
        scratch.database().run(sql);
    }

    private List<String> findings() {
        return engine.audit(HERE).findings().stream().map(AuditReport.Finding::toString).toList();
    }

    @Test
    void numbersHaveNeitherGapNorDoubleWhenNodesRace() {
        List<String> cancelled = new ArrayList<>();
        for (int booking = 0; booking < 40; booking++) {
            String hold = onSite();
            if (booking % 4 == 0) {
                engine.cancel(new CancelRequest(HERE, hold, true));
                cancelled.add(hold);
            }
        }
        transfer();
        Race.run(Collections.nCopies(6, (Callable<Boolean>) () -> {
            makeAll();
            return true;
        }));
        makeAll();
        // A correction may have met a receipt that another node was making.
        sql("UPDATE receipt_due SET due_at = the_clock()");
        makeAll();
        List<Receipt> made = all();
        assertThat(made.stream().map(Receipt::number).sorted()).isEqualTo(
                LongStream.rangeClosed(1, 41 + cancelled.size()).boxed().toList());
        assertThat(made.stream().map(Receipt::cause)).doesNotHaveDuplicates()
                .hasSize(41 + cancelled.size());
        assertThat(made).isSortedAccordingTo(java.util.Comparator.comparingLong(Receipt::number));
        assertThat(made.stream().filter(each -> each.corrects().isPresent()))
                .hasSize(cancelled.size());
        assertThat(findings()).isEmpty();
    }

    @Test
    void takesNoNumberWhenANodeDiesBeforeTheCommit() throws SQLException {
        String hold = onSite();
        try (Transaction dying = Transaction.begin(source)) {
            Pipeline pipeline = dying.pipeline();
            pipeline.update("DELETE FROM receipt_due WHERE workspace = ?", HERE);
            pipeline.update("""
                    INSERT INTO receipt_counter (workspace, series, last_number)
                    VALUES (?, 'A26', 1)""", HERE);
            pipeline.run();
        }
        assertThat(all()).isEmpty();
        makeAll();
        assertThat(all()).singleElement().satisfies(receipt -> {
            assertThat(receipt.id()).isEqualTo("A26-1");
            assertThat(receipt.hold()).isEqualTo(hold);
        });
    }

    @Test
    void saysWhatWasPaid() {
        PaymentRow payment = transfer();
        makeAll();
        Receipt receipt = all().getFirst();
        assertThat(receipt.cause()).isEqualTo("payment " + payment.id());
        assertThat(receipt.total()).isEqualTo(8_000);
        assertThat(receipt.paid()).isEqualTo(8_000);
        assertThat(receipt.customer()).contains("Ann Zorblax");
        assertThat(receipt.content().method()).isEqualTo("bankTransfer");
        assertThat(receipt.content().taxes()).containsExactly(
                new ReceiptContent.TaxSum(700, 935, 65),
                new ReceiptContent.TaxSum(1900, 5_882, 1_118));
        assertThat(findings()).isEmpty();
    }

    @Test
    void correctsWhatIsRefunded() {
        PaymentRow payment = transfer();
        makeAll();
        String part = refund(payment, 2_000);
        refund(payment, 6_000);
        makeAll();
        List<Receipt> made = all();
        assertThat(made.stream().map(Receipt::paid)).containsExactly(8_000L, -2_000L, -6_000L);
        assertThat(made.get(1).cause()).isEqualTo("refund " + part);
        assertThat(made.get(1).corrected()).contains("A26-1");
        assertThat(made.get(1).content().lines().stream().map(ReceiptContent.Line::price))
                .containsExactly(-1_750L, -250L);
        assertThat(findings()).isEmpty();

        // It failed later, as the provider says.
        sql("UPDATE refund SET state = 'failed' WHERE amount = 2000");
        sql("UPDATE payment SET refunded = refunded - 2000");
        makeAll();
        assertThat(all().getLast().paid()).isEqualTo(2_000);
        assertThat(all().getLast().corrected()).contains("A26-2");
        assertThat(findings()).isEmpty();
    }

    @Test
    @Timeout(60)
    void cancellingTakesBackEveryLine() throws InterruptedException {
        PaymentRow payment = transfer();
        String booked = onSite();
        engine.cancel(new CancelRequest(HERE, payment.hold(), true));
        // The worker asks the provider for the refund, which here is done by hand.
        new PaymentWorker(payments).work();
        String refund = payments.refunds(payment).getFirst().id();
        while (!payments.staff().paidBack(payment, refund)) {
            Thread.sleep(20);
        }
        engine.cancel(new CancelRequest(HERE, booked, true));
        makeAll();
        assertThat(all().stream().mapToLong(Receipt::paid).sum()).isZero();
        assertThat(findings()).isEmpty();
    }

    @Test
    void neverChangesAndLeavesNoGap() {
        onSite();
        onSite();
        makeAll();
        for (String change : List.of("UPDATE receipt SET total = total + 1",
                "UPDATE receipt SET customer = 'Bob'", "UPDATE receipt SET number = number + 1",
                "DELETE FROM receipt", "DELETE FROM receipt WHERE number = 2")) {
            assertThatThrownBy(() -> sql(change)).as(change).rootCause()
                    .hasMessageContaining("a receipt never changes");
        }
        String booked = all().getFirst().cause();
        assertThatThrownBy(() -> copyOfTheFirst(4, "booked other"))
                .hasMessageContaining("receipt_number_follows");
        assertThatThrownBy(() -> copyOfTheFirst(2, "booked other"))
                .hasMessageContaining("receipt_number_once");
        assertThatThrownBy(() -> copyOfTheFirst(3, booked))
                .hasMessageContaining("receipt_cause_once");
    }

    private void copyOfTheFirst(long number, String cause) throws SQLException {
        try (Connection connection = source.getConnection();
                PreparedStatement copy = connection.prepareStatement("""
                        INSERT INTO receipt (workspace, series, number, cause, hold, made_at,
                                             currency, total, paid, content)
                        SELECT workspace, series, ?, ?, hold, made_at, currency, total, paid, content
                        FROM receipt WHERE number = 1""")) {
            copy.setLong(1, number);
            copy.setString(2, cause);
            copy.executeUpdate();
        }
    }

    @Test
    void forgetsThePersonAndKeepsTheReceipt() {
        String hold = onSite();
        makeAll();
        engine.cancel(new CancelRequest(HERE, hold, true));
        new Erasure(engine, source).forget(HERE, new Erasure.By.Booking(hold), "test");
        makeAll();
        assertThat(all()).hasSize(2).allSatisfy(receipt -> {
            assertThat(receipt.customer()).isEmpty();
            assertThat(receipt.content().text()).doesNotContain("Zorblax");
        });
        assertThat(all().getFirst().total()).isEqualTo(8_000);
    }

    /// The name was read before the person was forgotten, and the receipt is made after.
    @Test
    void forgetsThePersonOfAReceiptThatIsBeingMade() throws SQLException {
        String hold = onSite();
        ReceiptTable.Due due = table.due(10).getFirst();
        new Erasure(engine, source).forget(HERE, new Erasure.By.Booking(hold), "test");
        assertThat(table.make(due, Optional.of(new ReceiptTable.Draft("A26", Optional.empty(),
                "EUR", Optional.of("Ann Zorblax"), ReceiptContent.read("""
                        {"issuer": {"name": "V"}, "reference": "X", "method": "onSite",
                         "lines": [], "taxes": [], "discounts": [], "giftCards": []}""")))))
                .isTrue();
        assertThat(all().getFirst().customer()).isEmpty();
    }

    @Test
    void theAuditFindsWhatDisagrees() {
        onSite();
        PaymentRow payment = transfer();
        makeAll();
        assertThat(findings()).isEmpty();
        scratch.leaveUnaudited();
        sql("ALTER TABLE receipt DISABLE TRIGGER receipt_never_changes");
        sql("UPDATE receipt SET paid = paid - 1 WHERE cause LIKE 'payment %'");
        assertThat(findings()).anyMatch(found -> found.contains("not of the same amount"))
                .anyMatch(found -> found.contains("another sum"));
        sql("UPDATE receipt_counter SET last_number = 7");
        assertThat(findings()).anyMatch(found -> found.contains("without gaps"));
        sql("DELETE FROM receipt");
        assertThat(findings()).anyMatch(found -> found.contains("payment " + payment.id()))
                .anyMatch(found -> found.contains("booked "));
    }

    @Test
    void thePdfSaysTheSame() throws IOException {
        PaymentRow payment = transfer();
        makeAll();
        refund(payment, 2_000);
        makeAll();
        assertThat(text(all().getFirst(), "en")).contains("Receipt", "Number: A26-1", "Venue Ltd",
                "1 High St, Berlin", "Tax number: DE123", "Customer: Ann Zorblax",
                "Gig · Floor", "€35", "€70", "19%", "€58.82", "€11.18", "€9.35", "€80",
                "Paid by bank transfer.");
        assertThat(text(all().getLast(), "de")).contains("Rechnungskorrektur", "Nummer: A26-2",
                "Korrigiert die Rechnung A26-1", "Erstattung", "−17,50", "−20");
    }

    private static String text(Receipt receipt, String word) throws IOException {
        Language language = new Languages("messages").of(Optional.of(word), "");
        try (PDDocument document = Loader.loadPDF(ReceiptPdf.of(receipt, language))) {
            return new PDFTextStripper().getText(document).replace('\u00a0', ' ');
        }
    }
}
