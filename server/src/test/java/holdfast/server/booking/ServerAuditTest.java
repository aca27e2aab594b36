package holdfast.server.booking;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.AuditReport;
import holdfast.AuditReport.Finding;
import holdfast.BlockOutcome;
import holdfast.BlockRequest;
import holdfast.CancelRequest;
import holdfast.Claim;
import holdfast.ConfirmRequest;
import holdfast.HoldOutcome;
import holdfast.HoldRequest;
import holdfast.Inventory;
import holdfast.Kind;
import holdfast.OfferOutcome;
import holdfast.ScheduledAudits.Pace;
import holdfast.ScheduledAudits.Round;
import holdfast.Window;
import holdfast.engine.Engine;
import holdfast.server.booking.CatalogChanges.Plan;
import holdfast.server.catalog.Calendar;
import holdfast.server.catalog.Catalog;
import holdfast.server.catalog.CatalogEntry;
import holdfast.server.catalog.Chart;
import holdfast.server.catalog.Draft;
import holdfast.server.catalog.Event;
import holdfast.server.catalog.Venue;
import holdfast.server.catalog.Versioned;
import holdfast.server.json.Json;
import holdfast.server.payment.PaymentsAudit;
import holdfast.testkit.Scratch;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The audit finds every kind of difference between the catalogue, what is on sale and the server's
/// own rows, and nothing where they agree.
class ServerAuditTest {
    private static final String HERE = "town";
    private static final CatalogChanges.Request REQUEST =
            new CatalogChanges.Request(HERE, "test");
    private static final String GALA = """
            {"name": "Gala", "start": "2030-05-01T18:00:00Z", "end": "2030-05-01T22:00:00Z",
             "timeZone": "Europe/Berlin", "venue": "ven_hall", "chart": "cht_hall",
             "chartVersion": 1, "limits": {"capacity": 12},
             "areas": [
               {"id": "floor", "kind": "capacity", "capacity": 10, "tiers": [
                 {"id": "early", "price": {"amount": 500, "currency": "EUR"}, "capacity": 3}]},
               {"id": "bar", "kind": "capacity", "capacity": 4},
               {"id": "box", "kind": "seats", "rows": [{"row": "X", "seats": [
                 {"seat": "1", "accessible": true}, "2"]}]},
               {"id": "stalls", "kind": "seats"}]}""";

    @RegisterExtension
    final Scratch scratch = Scratch.recycled();

    private Engine engine;
    private CatalogChanges changes;
    private Catalog catalog;
    private String closure;
    private String booking;
    private String block;

    @BeforeEach
    void open() {
        engine = scratch.engine(new BookingRows(), new ServerAudit(PaymentsAudit::new));
        catalog = new Catalog(scratch.database().dataSource());
        changes = new CatalogChanges(scratch.engine(), catalog);
        make("ven_hall", new Venue("Hall", ZoneId.of("Europe/Berlin"), Optional.empty(),
                Optional.empty()));
        make("cht_hall", Chart.read(Json.read("""
                {"name": "Hall", "areas": [{"id": "stalls", "rows": [
                  {"row": "A", "seats": 4}, {"row": "B", "seats": 3}]}]}""")));
        make("evt_gala", Event.read(Json.read(GALA)));
        make("evt_gone", Event.read(Json.read(GALA.replace("2030-05-01", "2030-06-01"))));
        withdraw("evt_gone");
        make("cal_maya", Calendar.read(Json.read("""
                {"name": "Maya", "timeZone": "Europe/Berlin", "lanes": 2,
                 "hours": {"tue": [["09:00", "12:00"], ["13:00", "24:00"]],
                           "mon": [["10:00", "11:30"]]}}""")));
        SpecialDays days = new SpecialDays(engine, catalog, changes);
        closure = special(days, SpecialDays.Sort.CLOSURE, "2030-01-08");
        special(days, SpecialDays.Sort.OPENING, "2030-01-09");
        assertThat(changes.create(new CatalogChanges.Request(HERE, "test",
                Optional.of(new IdempotencyKey("spare", "chart"))), "cht_spare",
                catalog.find(HERE, "cht_hall", Chart.class).orElseThrow().entry()))
                .isInstanceOf(ChangeResult.Done.class);
        booking = book(new Claim.Capacity("evt_gala:floor:early", 2),
                new Claim.Seats("evt_gala:stalls", new Claim.Named(List.of("A-1"))));
        engine.cancel(new CancelRequest(HERE, book(new Claim.Capacity("evt_gala:bar", 1)), true));
        block = ((BlockOutcome.Blocked) engine.block(new BlockRequest(HERE, "a broken rail",
                new Claim.Capacity("evt_gala:bar", 1)))).block().id();
    }

    private void make(String id, CatalogEntry entry) {
        assertThat(changes.create(REQUEST, id, entry)).isInstanceOf(ChangeResult.Done.class);
    }

    private void withdraw(String id) {
        assertThat(changes.change(REQUEST, () -> {
            Versioned<Event> seen = catalog.find(HERE, id, Event.class).orElseThrow();
            return new Plan.Write(Draft.after(seen, seen.entry()).listed(false));
        })).isInstanceOf(ChangeResult.Done.class);
    }

    private static String special(SpecialDays days, SpecialDays.Sort sort, String day) {
        return ((SpecialDays.Result.Done) days.add(REQUEST, "cal_maya", sort, new Window(
                Instant.parse(day + "T08:00:00Z"), Instant.parse(day + "T10:00:00Z")),
                Optional.empty())).special().id();
    }

    private String book(Claim... claims) {
        return book("evt_gala@1/early evt_gala@1", claims);
    }

    private String book(String note, Claim... claims) {
        HoldRequest request = new HoldRequest(HERE, claims).customer("cus_ann").note(note);
        String hold = ((HoldOutcome.Granted) engine.hold(request)).hold().id();
        engine.confirm(new ConfirmRequest(HERE, hold, Optional.of("""
                {"reference": "%s", \
                "customer": {"name": "Ann O'Neil", "email": "Ann@example.com"}, \
                "by": "test"}""".formatted(References.of(hold)))));
        return hold;
    }

    private List<Finding> audit() {
        return engine.audit(HERE).findings();
    }

    /// Asserts that the audit has exactly this finding.
    private void finds(String subject, String promise, String detail) {
        scratch.leaveUnaudited();
        List<Finding> findings = audit();
        assertThat(findings).as("about nothing else").isNotEmpty()
                .allSatisfy(each -> assertThat(each.inventory()).contains(subject));
        assertThat(findings).anySatisfy(each -> {
            assertThat(each.promise()).contains(promise);
            assertThat(each.detail()).contains(detail);
        });
        assertThat(findings.toString()).doesNotContainIgnoringCase("neil")
                .doesNotContainIgnoringCase("example.com").doesNotContain("cus_ann");
    }

    private void offered(Inventory inventory) {
        assertThat(engine.offer(HERE, inventory)).isInstanceOf(OfferOutcome.Offered.class);
    }

    @Test
    void findsNothingIfNothingIsWrong() {
        AuditReport report = engine.audit(HERE);
        assertThat(report.findings()).isEmpty();
        assertThat(report.compared()).containsEntry("descriptions", 6L)
                .containsEntry("bookings", 2L);
    }

    @Test
    void findsNothingInAWorkspaceWithoutACatalogue() {
        engine.offer("library", new Inventory.Pool("evt_other:floor", 5));
        assertThat(engine.audit("library").findings()).isEmpty();
    }

    @Test
    void findsAnAreaWithAnotherCapacity() {
        offered(new Inventory.Pool("evt_gala:floor", 1_000, Optional.of("evt_gala:~")));
        finds("evt_gala:floor", "catalogue describes", "capacity: described 10, sold by 1000");
    }

    @Test
    void findsAnEventThatIsPartlyOffSale() {
        engine.withdraw(HERE, Kind.SEATS, "evt_gala:stalls");
        finds("evt_gala:stalls", "catalogue describes", "on sale: described yes, sold by no");
    }

    @Test
    void findsAWithdrawnEventOnSale() {
        offered(new Inventory.Pool("evt_gone:bar", 4, Optional.of("evt_gone:~")));
        finds("evt_gone:bar", "catalogue describes", "on sale: described no, sold by yes");
    }

    @Test
    void findsSeatsThatAreNotDescribed() {
        offered(new Inventory.SeatMap("evt_gala:box", List.of(new Inventory.Row(List.of(
                new Inventory.Seat("X-1"), new Inventory.Seat("X-2", true))))));
        finds("evt_gala:box", "catalogue describes", "digest of the seats");
    }

    @Test
    void findsACalendarWithMoreLanes() {
        scratch.database().run("UPDATE calendar SET lanes = 9 WHERE calendar = 'cal_maya'");
        finds("cal_maya", "catalogue describes", "number of lanes: described 2, sold by 9");
    }

    @Test
    void findsACalendarThatIsAlwaysOpen() {
        offered(new Inventory.Calendar("cal_maya", 2, null));
        finds("cal_maya", "catalogue describes",
                "hours: described Europe/Berlin MONDAY 10:00-11:30 TUESDAY 09:00-12:00");
    }

    @Test
    void findsAnInventoryWithoutADescription() {
        offered(new Inventory.Pool("evt_gala:roof", 5));
        finds("evt_gala:roof", "catalogue describes", "no catalogue entry describes it");
        engine.withdraw(HERE, Kind.CAPACITY, "evt_gala:roof");
        assertThat(audit()).as("what was taken off sale is history").isEmpty();
    }

    @Test
    void findsAClosureWithoutABlock() {
        engine.unblock(HERE, closure);
        finds(closure, "a closure", "there is no block of cal_maya");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            UPDATE listing SET version = 7 WHERE listing = 'evt_gala' | evt_gala | same version | 7
            DELETE FROM listing WHERE listing = 'cht_hall' | cht_hall | same version | no listing
            DELETE FROM catalog_entry WHERE entry = 'cht_spare' \
                    | cht_spare | same version | without a catalogue entry
            DELETE FROM catalog_entry WHERE entry = 'cht_spare' \
                    | cht_spare | an idempotency key | recorded as made
            DELETE FROM catalog_entry WHERE entry = 'evt_gala' \
                    | evt_gala | catalogue describes | no catalogue entry describes
            UPDATE catalog_entry SET state = 'withdrawn' WHERE entry = 'evt_gala' \
                    | evt_gala | catalogue describes | on sale: described no, sold by yes
            UPDATE catalog_entry SET state = 'withdrawn' WHERE entry = 'evt_gala' \
                    | evt_gala | its venue | described with no venue and has ven_hall
            UPDATE catalog_entry SET state = 'listed' WHERE entry = 'evt_gone' \
                    | evt_gone | its venue | and has no venue
            UPDATE listing SET venue_hold = NULL WHERE listing = 'evt_gala' \
                    | evt_gala | its venue | ven_hall from 2030-05-01T18:00:00Z
            UPDATE catalog_entry SET definition = replace(definition, '22:00', '23:00') \
                    WHERE entry = 'evt_gala' | evt_gala | its venue | and has ven_hall
            UPDATE catalog_entry \
                    SET definition = replace(definition, '"capacity":4', '"capacity":5') \
                    WHERE entry = 'evt_gala' | evt_gala:bar | catalogue describes | sold by 4
            UPDATE catalog_entry SET definition = replace(definition, '"id":"bar"', '"id":"pub"') \
                    WHERE entry = 'evt_gala' | evt_gala: | catalogue describes | no such inventory
            UPDATE catalog_entry SET definition = replace(definition, '"seats":4', '"seats":5') \
                    WHERE entry = 'cht_hall' \
                    | :stalls | catalogue describes | number of seats: described 8
            UPDATE catalog_entry SET definition = replace(definition, '01-08T08', '01-08T07') \
                    WHERE entry = 'cal_maya' AND definition LIKE '%blk_%' \
                    | blk_ | a closure | 2030-01-08T07:00:00Z
            UPDATE catalog_entry SET definition = '{' WHERE entry = 'evt_gala' \
                    | evt_gala | read | version 1
            UPDATE catalog_entry \
                    SET definition = replace(definition, '2030-05-01T22', '9999999-05-01T22') \
                    WHERE entry = 'evt_gala' | evt_gala | read | version 1
            UPDATE catalog_entry SET kind = 'circus' WHERE entry = 'evt_gala' \
                    | evt_gala | read | version 1
            UPDATE pool SET inside = NULL WHERE pool = 'evt_gala:bar' \
                    | evt_gala:bar | catalogue describes | pool around it
            UPDATE pool SET capacity = 11 WHERE pool = 'evt_gala:floor' \
                    | evt_gala:floor | rebuilds | the table pool 11
            UPDATE calendar SET hours = 'nonsense' WHERE calendar = 'cal_maya' \
                    | cal_maya | read | cannot be read
            UPDATE calendar SET hours = replace(hours, '09:00', '08:00') \
                    | cal_maya | catalogue describes | sold by Europe/Berlin
            UPDATE seat SET accessible = true WHERE seat_map = 'evt_gala:box' \
                    | evt_gala:box | seats are there | others than its row says
            DELETE FROM seat WHERE seat_map = 'evt_gala:box' \
                    | evt_gala:box | seats are there | there is none
            """)
    void findsADescriptionThatDiffersFromWhatIsSold(
            String wrong, String subject, String promise, String detail) {
        scratch.database().run(wrong);
        finds(subject, promise, detail);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            DELETE FROM booking WHERE hold = '%s' | for search | has no search row
            UPDATE booking SET state = 'cancelled' WHERE hold = '%s' | for search | another state
            UPDATE booking SET email = NULL WHERE hold = '%s' | for search | another mail address
            UPDATE booking SET customer = 'bob' WHERE hold = '%s' | for search | another customer
            UPDATE booking SET reference = 'X' WHERE hold = '%s' | for search | another reference
            UPDATE booking SET made_at = now() WHERE hold = '%s' | for search | another time
            DELETE FROM booking_word WHERE word = 'neil' AND hold = '%s' | for search | another name
            DELETE FROM booking_entry WHERE hold = '%s' | for search | list of events
            UPDATE booking_entry SET state = 'cancelled' WHERE hold = '%s' \
                    | for search | list of events
            UPDATE hold SET booking_note = '{' WHERE hold = '%s' | read | note cannot be read
            UPDATE hold SET booking_note = NULL WHERE hold = '%s' | for search | but is none
            UPDATE hold SET claims = ARRAY['nonsense'] WHERE hold = '%s' | read | cannot be read
            UPDATE hold SET customer = 'bob' WHERE hold = '%s' | whose | not the journal's
            """)
    void findsABookingThatDiffersFromItsRows(String wrong, String promise, String detail) {
        scratch.database().run(wrong.formatted(booking));
        finds(booking, promise, detail);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            UPDATE hold SET note = 'evt_gala@1/early=999EUR' WHERE hold = '%s' \
                    | was sold for 999 EUR, and evt_gala@1 says 1000 EUR
            UPDATE hold SET note = 'evt_gala@1/early=1000USD' WHERE hold = '%s' \
                    | was sold for 1000 USD
            UPDATE hold SET note = 'evt_gala@7/early=1000EUR' WHERE hold = '%s' \
                    | was sold by evt_gala@7, which does not exist
            UPDATE catalog_entry \
                    SET definition = replace(definition, '"amount":500', '"amount":600') \
                    WHERE entry = 'evt_gala' | and evt_gala@1 says 1200 EUR
            """)
    void findsABookingWithAnotherPrice(String wrong, String detail) {
        engine.cancel(new CancelRequest(HERE, booking, true));
        String sold = book("evt_gala@1/early=1000EUR",
                new Claim.Capacity("evt_gala:floor:early", 2));
        assertThat(audit()).isEmpty();
        scratch.database().run(wrong.formatted(sold));
        finds(sold, "has the prices", detail);
    }

    private Round auditNext() {
        return engine.auditNext(HERE, new Pace(Duration.ZERO, Duration.ofDays(1))).orElseThrow();
    }

    /// An audit of what changed compares the rows of the bookings that changed.
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            DELETE FROM booking WHERE hold = '%s' | has no search row
            UPDATE booking SET email = NULL WHERE hold = '%s' | another mail address
            DELETE FROM booking_word WHERE word = 'neil' AND hold = '%s' | another name
            DELETE FROM booking_entry WHERE hold = '%s' | list of events
            INSERT INTO block VALUES ('town', '%s', now()) | but is none
            UPDATE hold SET booking_note = '{' WHERE hold = '%s' | note cannot be read
            UPDATE hold SET note = 'evt_gala@1/early=1USD' WHERE hold = '%s' | was sold for 1 USD
            UPDATE listing SET version = 7 WHERE '%s' > '' AND listing = 'evt_gala' | its listing's 7
            """)
    void findsWhatDiffersInABookingThatChanged(String wrong, String detail) {
        assertThat(auditNext().report().findings()).isEmpty();
        String sold = book("evt_gala@1/early=500EUR",
                new Claim.Capacity("evt_gala:floor:early", 1));
        assertThat(auditNext().report().compared()).containsEntry("bookings", 1L);
        engine.cancel(new CancelRequest(HERE, sold, true));
        scratch.leaveUnaudited();
        scratch.database().run(wrong.formatted(sold));
        Round round = auditNext();
        assertThat(round.whole()).isFalse();
        assertThat(round.report().findings()).anySatisfy(
                each -> assertThat(each.detail()).contains(detail));
    }

    @Test
    void acceptsClosuresAndBlocksThatChanged() {
        assertThat(auditNext().report().findings()).isEmpty();
        SpecialDays days = new SpecialDays(engine, catalog, changes);
        special(days, SpecialDays.Sort.CLOSURE, "2030-01-15");
        engine.unblock(HERE, block);
        Round round = auditNext();
        assertThat(round.whole()).isFalse();
        assertThat(round.report().findings()).isEmpty();
    }

    @Test
    void findsRowsWithoutABooking() {
        scratch.database().run("INSERT INTO block VALUES ('town', 'zzz', now())");
        finds("zzz", "for search", "row of a block");
    }

    @Test
    void findsABlockWithoutARow() {
        scratch.database().run("DELETE FROM block");
        finds(block, "for search", "it is a block and has no search row");
    }

    @Test
    void skipsAnUnreadableJournalLine() {
        scratch.leaveUnaudited();
        scratch.database().run("""
                UPDATE journal SET claim = 'nonsense'
                WHERE kind = 'seats' AND hold IN (SELECT hold FROM booking);
                DELETE FROM block""");
        assertThat(audit()).extracting(Finding::promise).contains(
                "what is stored can be read", "each booking and block is indexed for search");
    }
}
