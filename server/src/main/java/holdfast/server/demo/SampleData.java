package holdfast.server.demo;

import holdfast.HoldOutcome;
import holdfast.HoldRequest;
import holdfast.Holdfast;
import holdfast.RequestOptions;
import holdfast.server.booking.BookingNote;
import holdfast.server.booking.CatalogChanges;
import holdfast.server.booking.ChangeResult;
import holdfast.server.booking.Checkout;
import holdfast.server.booking.ClaimMapper;
import holdfast.server.booking.Contact;
import holdfast.server.booking.EventReferences;
import holdfast.server.booking.Item;
import holdfast.server.booking.Payment;
import holdfast.server.catalog.Calendar;
import holdfast.server.catalog.Catalog;
import holdfast.server.catalog.CatalogEntry;
import holdfast.server.catalog.Chart;
import holdfast.server.catalog.DiscountCode;
import holdfast.server.catalog.Event;
import holdfast.server.catalog.Service;
import holdfast.server.catalog.Terms;
import holdfast.server.catalog.Venue;
import holdfast.server.demo.DemoPictures.Motif;
import holdfast.server.json.Json;
import holdfast.server.pictures.PictureStore;
import java.io.PrintStream;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.TemporalAdjusters;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import javax.sql.DataSource;

/// The sample data of a demonstration: a concert hall, a club night and a spa, in the coming weeks.
/// It goes on sale like any other catalogue, and once: a restart finds it unchanged, and adds new
/// evenings when the old ones have passed.
public record SampleData(
        Holdfast engine, Catalog catalog, CatalogChanges changes, ClaimMapper mapper,
        Checkout checkout, PictureStore store) {
    private static final String CODE = "HELLO";
    static final String AUTHOR = "demonstration";

    /// Returns the id of the first concert.
    public Optional<String> fill(String workspace, PrintStream out) {
        LocalDate today = LocalDate.ofInstant(engine.now(), SampleEvenings.ZONE);
        out.println("Filling in a concert hall, a club night and a spa ...");
        DemoPictures pictures = new DemoPictures(store, workspace);
        if (catalog.find(workspace, SampleSpa.LAST, Service.class).isEmpty()) {
            pictures.draw();
            put(workspace, Terms.ID, () -> Terms.read(Json.read(
                    SampleVenue.terms(pictures.field("logo", Motif.LOGO)))));
            SampleSpa.calendars(pictures).forEach(
                    (id, text) -> put(workspace, id, () -> Calendar.read(Json.read(text))));
            SampleSpa.services(pictures).forEach(
                    (id, text) -> put(workspace, id, () -> Service.read(Json.read(text))));
        }
        put(workspace, DiscountCode.id(workspace, CODE),
                () -> DiscountCode.read(
                        Json.read("{\"code\": \"" + CODE + "\", \"percent\": 10}")));
        put(workspace, "cht_demo_hall", () -> Chart.read(Json.read(SampleHall.chart())));
        put(workspace, "ven_demo_hall", () -> Venue.read(Json.read(SampleHall.venue())));
        LocalDate saturday = today.plusDays(6).with(TemporalAdjusters.next(DayOfWeek.SATURDAY));
        for (int week = 0; week < 3; week++) {
            LocalDate evening = saturday.plusWeeks(week);
            event(workspace, "evt_demo_concert_" + day(evening),
                    () -> SampleEvenings.concert(evening, pictures), true);
            event(workspace, "evt_demo_club_" + day(evening),
                    () -> SampleEvenings.club(evening, pictures), false);
        }
        return Optional.of("evt_demo_concert_" + day(saturday));
    }

    private static final String OTHERS = """
            SELECT EXISTS (SELECT FROM catalog_entry WHERE entry NOT LIKE '%demo%'
                              AND kind IN ('event', 'service'))
            """;

    /// Refuses to put the examples beside what a shop really sells.
    public static void requireRoom(DataSource source, boolean anywhere) {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(OTHERS)) {
            row.next();
            if (row.getBoolean(1) && !anywhere) {
                throw new IllegalArgumentException("This database has events or services that are"
                        + " no examples, and the examples would be on sale beside them. Choose"
                        + " another HOLDFAST_DATA or HOLDFAST_DATABASE_URL, or set"
                        + " HOLDFAST_SAMPLE_DATA_ANYWHERE=on.");
            }
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static String day(LocalDate day) {
        return day.toString().replace("-", "");
    }

    private void put(String workspace, String id, Supplier<CatalogEntry> entry) {
        if (catalog.find(workspace, id, CatalogEntry.class).isEmpty()
                && !(changes.create(new CatalogChanges.Request(workspace, AUTHOR), id,
                        entry.get()) instanceof ChangeResult.Done)) {
            throw new IllegalStateException("the demonstration cannot put " + id + " on sale");
        }
    }

    /// An evening with some seats sold already, so that the seat map is worth trying.
    private void event(String workspace, String id, Supplier<String> text, boolean seats) {
        if (catalog.find(workspace, id, Event.class).isPresent()) {
            return;
        }
        Event event = new EventReferences(catalog, workspace)
                .checked(Event.read(Json.read(text.get())));
        put(workspace, id, () -> event);
        RandomGenerator chance = new SplittableRandom(id.hashCode());
        List<String> parties =
                seats ? SampleParties.seats(id, chance) : SampleParties.places(id, chance);
        // Concurrent holds share batches, which makes them fast.
        try (ExecutorService crowd = Executors.newVirtualThreadPerTaskExecutor()) {
            parties.forEach(party -> crowd.execute(() -> sell(workspace, party)));
        }
    }

    private void sell(String workspace, String item) {
        List<Item> items = List.of(Item.read(Json.read(item)));
        if (!(mapper.ask(workspace, items,
                engine.now()) instanceof ClaimMapper.Result.Ready ready)) {
            return;
        }
        HoldOutcome outcome = engine.hold(new HoldRequest(
                workspace, ready.claims(), HoldRequest.USUAL, Optional.empty(), List.of(),
                new RequestOptions(Optional.empty(), Optional.of(ready.note()))));
        if (outcome instanceof HoldOutcome.Granted granted) {
            Contact visitor = new Contact(Optional.of("A visitor"), Optional.empty(),
                    Optional.empty(), Optional.empty());
            checkout.confirm(Checkout.HoldToConfirm.hold(workspace, granted.hold().id()),
                    new BookingNote(visitor, Optional.of(new Payment.OnSite()), AUTHOR));
        }
    }
}
