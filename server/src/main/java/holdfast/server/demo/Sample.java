package holdfast.server.demo;

import holdfast.HoldOutcome;
import holdfast.HoldRequest;
import holdfast.Holdfast;
import holdfast.Label;
import holdfast.server.catalog.Calendar;
import holdfast.server.catalog.Catalog;
import holdfast.server.catalog.Chart;
import holdfast.server.catalog.Event;
import holdfast.server.catalog.Service;
import holdfast.server.catalog.Terms;
import holdfast.server.catalog.Venue;
import holdfast.server.checkout.Asking;
import holdfast.server.checkout.Checkout;
import holdfast.server.checkout.Contact;
import holdfast.server.checkout.Item;
import holdfast.server.checkout.Offers;
import holdfast.server.checkout.Particulars;
import holdfast.server.checkout.Payment;
import holdfast.server.checkout.TimeOffers;
import holdfast.server.json.Json;
import java.io.PrintStream;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.random.RandomGenerator;

/// What a visitor of a demonstration can book: a concert hall, a club night and a spa, in the weeks
/// that come. It is put on sale as anything else is, and once: whoever starts the demonstration
/// again finds it as it was, and new evenings when the old ones have gone by.
public record Sample(
        Holdfast engine, Catalog catalog, Offers offers, Asking asking, Checkout checkout) {
    private static final String AUTHOR = "demonstration";
    private static final int PARTIES = 160;

    public void fill(String workspace, PrintStream out) {
        LocalDate today = LocalDate.now(Evenings.ZONE);
        out.println("Filling in a concert hall, a club night and a spa ...");
        if (catalog.find(workspace, Terms.ID, Terms.class).isEmpty()) {
            catalog.add(workspace, Terms.ID, new Terms("Kulturhaus am Fluss",
                    Optional.of(Duration.ofHours(24)), Optional.of(Duration.ofHours(24)),
                    Optional.empty(),
                    Optional.of("#0b6e5f")), AUTHOR);
        }
        spa(workspace);
        add(workspace, "cht_demo_hall", Chart.read(Json.read(Hall.chart())), Chart.class);
        TimeOffers.venues(engine, catalog).create(
                workspace, "ven_demo_hall", Venue.read(Json.read(Hall.venue())), AUTHOR);
        LocalDate saturday = today.plusDays(6).with(TemporalAdjusters.next(DayOfWeek.SATURDAY));
        for (int week = 0; week < 3; week++) {
            LocalDate evening = saturday.plusWeeks(week);
            event(workspace, "evt_demo_concert_" + day(evening), Evenings.concert(evening), true);
            event(workspace, "evt_demo_club_" + day(evening), Evenings.club(evening), false);
        }
    }

    private static String day(LocalDate day) {
        return day.toString().replace("-", "");
    }

    private void spa(String workspace) {
        TimeOffers<Calendar> calendars = TimeOffers.calendars(engine, catalog);
        Spa.calendars().forEach((id, text) -> calendars.create(
                workspace, id, Calendar.read(Json.read(text)), AUTHOR));
        Spa.services().forEach((id, text) ->
                add(workspace, id, Service.read(Json.read(text)), Service.class));
    }

    private <T extends holdfast.server.catalog.Thing> void add(
            String workspace, String id, T thing, Class<T> type) {
        if (catalog.find(workspace, id, type).isEmpty()) {
            catalog.add(workspace, id, thing, AUTHOR);
        }
    }

    /// An evening whose hall is not empty any more: it is more fun to look for seats then.
    private void event(String workspace, String id, String text, boolean seats) {
        if (catalog.find(workspace, id, Event.class).isPresent()) {
            return;
        }
        offers.create(workspace, id, Event.read(Json.read(text)), AUTHOR);
        RandomGenerator chance = new SplittableRandom(id.hashCode());
        List<String> parties = new ArrayList<>();
        for (int party = 0; party < PARTIES; party++) {
            int count = 1 + chance.nextInt(4);
            parties.add(seats ? Evenings.seats(id, count, chance)
                    : Evenings.places(id, count, chance));
        }
        // All at once, which is how they are quick.
        try (ExecutorService crowd = Executors.newVirtualThreadPerTaskExecutor()) {
            parties.forEach(party -> crowd.execute(() -> sell(workspace, party)));
        }
    }

    private void sell(String workspace, String item) {
        List<Item> items = List.of(Item.read(Json.read(item)));
        if (!(asking.ask(workspace, items, engine.now()) instanceof Asking.Result.Ready ready)) {
            return;
        }
        HoldOutcome outcome = engine.hold(new HoldRequest(
                workspace, ready.claims(), HoldRequest.USUAL, Optional.empty(), List.of(),
                new Label(Optional.empty(), Optional.of(ready.note()))));
        if (outcome instanceof HoldOutcome.Granted granted) {
            Contact somebody = new Contact(Optional.of("A visitor"), Optional.empty(),
                    Optional.empty(), Optional.empty());
            checkout.confirm(workspace, granted.hold().id(), new Particulars(somebody,
                    Optional.of(new Payment.OnSite()), AUTHOR), Optional.empty());
        }
    }
}
