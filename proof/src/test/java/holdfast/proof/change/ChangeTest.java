package holdfast.proof.change;

import static holdfast.proof.change.DescribedListings.at;
import static holdfast.proof.change.DescribedListings.listing;
import static holdfast.proof.change.DescribedListings.without;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import holdfast.BlockRequest;
import holdfast.CancelRequest;
import holdfast.ChangeOutcome;
import holdfast.Claim;
import holdfast.ConfirmRequest;
import holdfast.ExchangeOutcome;
import holdfast.ExchangeRequest;
import holdfast.Hold;
import holdfast.HoldOutcome;
import holdfast.HoldRequest;
import holdfast.Invalid;
import holdfast.Inventory;
import holdfast.Kind;
import holdfast.ListingChange;
import holdfast.ListingVersion;
import holdfast.OfferOutcome;
import holdfast.Refusal;
import holdfast.RequestOptions;
import holdfast.VenueTime;
import holdfast.Window;
import holdfast.Withdrawal;
import holdfast.change.ChangePlan;
import holdfast.engine.Engine;
import holdfast.engine.Limits;
import holdfast.testkit.Scratch;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Single changes: their effect, their refusals, and that a refusal leaves no trace.
class ChangeTest {
    private static final String HERE = "theatre";
    private static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z");
    private static final Window EVENING = new Window(
            NOON.plus(Duration.ofHours(7)), NOON.plus(Duration.ofHours(10)));
    private static final Window LATER = new Window(
            NOON.plus(Duration.ofHours(9)), NOON.plus(Duration.ofHours(11)));

    @RegisterExtension
    final Scratch scratch = Scratch.quick();

    private Engine engine;
    private DescribedListings described;

    @BeforeEach
    void open() {
        scratch.database().run(DescribedListings.MAKE);
        scratch.clock().set(NOON);
        engine = Engine.open(scratch.database().dataSource(), Limits.usual());
        described = new DescribedListings(engine, scratch.database().dataSource(), HERE);
    }

    @AfterEach
    void close() {
        engine.close();
    }

    private static Inventory pool(String id, long capacity) {
        return new Inventory.Pool(id, capacity);
    }

    private static Inventory map(String id, int seats) {
        return new Inventory.SeatMap(id, List.of(new Inventory.Row(IntStream.range(0, seats)
                .mapToObj(at -> new Inventory.Seat("A-" + at)).toList())));
    }

    private static Inventory calendar(String id, int lanes) {
        return new Inventory.Calendar(id, lanes, null);
    }

    private String hold(Claim... claims) {
        return ((HoldOutcome.Granted) engine.hold(new HoldRequest(HERE, claims))).hold().id();
    }

    private static RequestOptions priced(String listing, long version) {
        return RequestOptions.NONE.listings(List.of(new ListingVersion(listing, version)));
    }

    private static HoldRequest asPriced(HoldRequest request, String listing, long version) {
        return new HoldRequest(HERE, request.claims(), request.holdFor(), request.customer(),
                request.limits(), priced(listing, version));
    }

    @Test
    void offersEveryKindTogetherWithTheCallersRows() {
        ChangeOutcome outcome = described.change("opening night", listing(
                "show", 1, pool("floor", 5), map("stalls", 4), calendar("piano", 2),
                new Inventory.Pool("vip", 3, Optional.of("floor"))));
        assertThat(outcome).isEqualTo(new ChangeOutcome.Changed(NOON));
        assertThat(described.read("show")).contains("1 opening night");
        assertThat(engine.freePlaces(HERE, "vip").orElseThrow().places()).isEqualTo(3);
        assertThat(engine.freeSeats(HERE, "stalls").orElseThrow().free()).isEqualTo(4);
        assertThat(engine.history(HERE, Kind.TIME, "piano", 0, 9)).hasSize(1);
    }

    @Test
    void writesNoJournalLineForWhatStays() {
        Inventory[] all = {pool("floor", 5), map("stalls", 4), calendar("piano", 2)};
        described.change("first", listing("show", 1, all));
        described.change("dearer", listing("show", 2, all));
        assertThat(described.read("show")).contains("2 dearer");
        assertThat(engine.history(HERE, Kind.CAPACITY, "floor", 0, 9)).hasSize(1);
        assertThat(engine.history(HERE, Kind.SEATS, "stalls", 0, 9)).hasSize(1);
        assertThat(engine.history(HERE, Kind.TIME, "piano", 0, 9)).hasSize(1);
    }

    @Test
    void changesASeriesInOneTransaction() {
        ListingChange[] nights = IntStream.range(0, 50).mapToObj(night -> listing(
                "night" + night, 1, pool("floor" + night, 5), map("stalls" + night, 3)))
                .toArray(ListingChange[]::new);
        assertThat(described.change("a series", nights))
                .isInstanceOf(ChangeOutcome.Changed.class);
        assertThat(engine.freeSeats(HERE, "stalls49").orElseThrow().free()).isEqualTo(3);
        assertThat(described.change("again", nights))
                .isEqualTo(new ChangeOutcome.OtherVersion("night0", 1));
    }

    /// Each refusal, caused by the last of several listings: the ones before it were possible.
    @ParameterizedTest
    @ValueSource(strings = {"version", "unknown", "kind", "pool", "seats", "lanes", "emptied",
            "venue"})
    void changesNothingIfRefused(String why) {
        described.change("before", listing("show", 1, pool("floor", 5), map("stalls", 4),
                calendar("piano", 2), pool("bar", 5)));
        described.change("before", at(
                listing("rival", 1, calendar("hall", 1)), new VenueTime.Of("hall", EVENING)));
        hold(new Claim.Capacity("floor", 5), new Claim.Seats("stalls", "A-3"),
                new Claim.Time("piano", EVENING), new Claim.Time("piano", EVENING),
                new Claim.Capacity("bar", 1));
        long before = lines();
        ListingChange good = listing("gala", 1, pool("garden", 7), map("boxes", 2));
        ListingChange bad = switch (why) {
            case "version" -> listing("show", 3, pool("floor", 500));
            case "unknown" -> listing(
                    "show", 2, new Inventory.Pool("vip", 3, Optional.of("cellar")));
            case "kind" -> listing("show", 2, new Inventory.Pool("bar", 3, Optional.of("floor")));
            case "pool" -> listing("show", 2, pool("floor", 4));
            case "seats" -> listing("show", 2, map("stalls", 3));
            case "lanes" -> listing("show", 2, calendar("piano", 1));
            case "emptied" -> without(listing("show", 2),
                    new Withdrawal(Kind.CAPACITY, "floor", true),
                    new Withdrawal(Kind.SEATS, "stalls", true),
                    new Withdrawal(Kind.TIME, "piano", true));
            default -> at(listing("show", 2), new VenueTime.Of("hall", LATER));
        };
        ChangeOutcome outcome = described.change("after", good, bad);
        Class<?> expected = switch (why) {
            case "version" -> ChangeOutcome.OtherVersion.class;
            case "unknown" -> Refusal.Unknown.class;
            case "kind" -> OfferOutcome.OtherKind.class;
            case "venue" -> ChangeOutcome.VenueTaken.class;
            default -> Refusal.InTheWay.class;
        };
        assertThat(outcome).isInstanceOf(expected);
        if (outcome instanceof Refusal.InTheWay way && why.equals("emptied")) {
            assertThat(way.claims()).extracting(Refusal.Standing::inventory)
                    .containsExactly("floor", "stalls", "piano", "piano");
        }
        if (outcome instanceof ChangeOutcome.VenueTaken taken) {
            assertThat(taken).isEqualTo(
                    new ChangeOutcome.VenueTaken("show", "hall", List.of("rival")));
        }
        assertThat(lines()).isEqualTo(before);
        assertThat(described.read("gala")).isEmpty();
        assertThat(described.read("show")).contains("1 before");
        assertThat(engine.freePlaces(HERE, "garden")).isEmpty();
        assertThat(described.change("later", good, listing("show", 2, pool("floor", 6))))
                .isInstanceOf(ChangeOutcome.Changed.class);
    }

    private long lines() {
        return List.of("floor", "bar", "garden").stream()
                .mapToLong(pool -> engine.history(HERE, Kind.CAPACITY, pool, 0, 99).size()).sum()
                + engine.history(HERE, Kind.SEATS, "stalls", 0, 99).size()
                + List.of("piano", "hall").stream()
                        .mapToLong(
                                calendar -> engine.history(HERE, Kind.TIME, calendar, 0, 99).size())
                        .sum();
    }

    @Test
    void isNotStoppedByExpiredHolds() {
        described.change("before", listing("show", 1, pool("floor", 5), map("stalls", 4),
                calendar("piano", 2)));
        hold(new Claim.Capacity("floor", 5), new Claim.Seats("stalls", "A-0", "A-3"),
                new Claim.Time("piano", EVENING), new Claim.Time("piano", EVENING));
        scratch.clock().tick(HoldRequest.USUAL);
        assertThat(described.change("smaller", listing("show", 2, pool("floor", 1),
                map("stalls", 2), calendar("piano", 1))))
                .isInstanceOf(ChangeOutcome.Changed.class);
        assertThat(engine.freePlaces(HERE, "floor").orElseThrow().places()).isEqualTo(1);
        assertThat(engine.freeSeats(HERE, "stalls").orElseThrow().free()).isEqualTo(2);
        assertThat(described.change("gone", without(listing("show", 3),
                new Withdrawal(Kind.CAPACITY, "floor", true),
                new Withdrawal(Kind.SEATS, "stalls", true),
                new Withdrawal(Kind.TIME, "piano", true),
                new Withdrawal(Kind.SEATS, "never", true))))
                .isInstanceOf(ChangeOutcome.Changed.class);
        assertThat(engine.freePlaces(HERE, "floor").orElseThrow().onSale()).isFalse();
        assertThat(engine.freeSeats(HERE, "stalls").orElseThrow().onSale()).isFalse();
    }

    @Test
    void withdrawsWithItsClaimsAndOffersAgain() {
        described.change("before", listing("show", 1, map("stalls", 4)));
        String hold = hold(new Claim.Seats("stalls", "A-3"));
        assertThat(described.change("off", without(listing("show", 2),
                new Withdrawal(Kind.SEATS, "stalls", false))))
                .isInstanceOf(ChangeOutcome.Changed.class);
        assertThat(engine.hold(new HoldRequest(HERE, new Claim.Seats("stalls", 1))))
                .isInstanceOf(Refusal.NotOnSale.class);
        assertThat(described.change("on", listing("show", 3, map("stalls", 4))))
                .isInstanceOf(ChangeOutcome.Changed.class);
        assertThat(engine.freeSeats(HERE, "stalls").orElseThrow().free()).isEqualTo(3);
        assertThat(engine.find(HERE, hold)).get().isInstanceOf(Hold.Held.class);
    }

    @Test
    void refusesAHoldPricedByAnOldVersion() {
        described.change("cheap", listing("show", 1, pool("floor", 500), map("stalls", 4)));
        HoldRequest two = new HoldRequest(HERE, new Claim.Capacity("floor", 2));
        HoldRequest seat = new HoldRequest(HERE, new Claim.Seats("stalls", 1));
        for (HoldRequest each : List.of(two, two, seat)) {
            assertThat(engine.hold(asPriced(each, "show", 1)))
                    .isInstanceOf(HoldOutcome.Granted.class);
        }
        described.change("dear", listing("show", 2, pool("floor", 500), map("stalls", 4)));
        Refusal.Outdated outdated = new Refusal.Outdated(List.of("show"));
        for (HoldRequest each : List.of(two, two, seat)) {
            assertThat(engine.hold(asPriced(each, "show", 1))).isEqualTo(outdated);
            assertThat(engine.hold(asPriced(each, "show", 2)))
                    .isInstanceOf(HoldOutcome.Granted.class);
        }
        assertThat(engine.hold(asPriced(two, "nothing", 1)))
                .isEqualTo(new Refusal.Outdated(List.of("nothing")));
        assertThat(engine.hold(asPriced(new HoldRequest(
                HERE, new Claim.Capacity("cellar", 2)), "show", 1))).isEqualTo(outdated);
        assertThat(engine.freePlaces(HERE, "floor").orElseThrow().places()).isEqualTo(492);
    }

    @Test
    void doesNotRecordAnOutdatedVersionForTheKey() {
        described.change("cheap", listing("show", 1, pool("floor", 500)));
        described.change("dear", listing("show", 2, pool("floor", 500)));
        HoldRequest two = new HoldRequest(HERE, new Claim.Capacity("floor", 2));
        HoldRequest old = new HoldRequest(HERE, two.claims(), two.holdFor(), two.customer(),
                two.limits(), priced("show", 1).key("once").fingerprint("two"));
        assertThat(engine.hold(old)).isInstanceOf(Refusal.Outdated.class);
        HoldRequest now = new HoldRequest(HERE, two.claims(), two.holdFor(), two.customer(),
                two.limits(), priced("show", 2).key("once").fingerprint("two"));
        assertThat(engine.hold(now)).isInstanceOf(HoldOutcome.Granted.class);
        assertThat(((HoldOutcome.Granted) engine.hold(old)).again()).isTrue();
    }

    @Test
    void refusesAnExchangePricedByAnOldVersion() {
        described.change("cheap", listing("show", 1, pool("floor", 500)));
        String hold = hold(new Claim.Capacity("floor", 2));
        described.change("dear", listing("show", 2, pool("floor", 500)));
        List<Claim> three = List.of(new Claim.Capacity("floor", 3));
        assertThat(engine.exchange(new ExchangeRequest(
                HERE, hold, 1, three, Optional.empty(), priced("show", 1).key("x"))))
                .isEqualTo(new Refusal.Outdated(List.of("show")));
        assertThat(engine.exchange(new ExchangeRequest(HERE, hold, 1, three, Optional.empty(),
                priced("show", 2).key("x").fingerprint("other"))))
                .isInstanceOf(ExchangeOutcome.Exchanged.class);
    }

    @Test
    void takesExchangesAndFreesAVenue() {
        described.change("halls", listing("halls", 1, calendar("hall", 1), calendar("attic", 1)));
        VenueTime.Of evening = new VenueTime.Of("hall", EVENING);
        assertThat(described.change("v1", at(listing("show", 1), evening)))
                .isInstanceOf(ChangeOutcome.Changed.class);
        assertThat(described.change("v2", at(listing("show", 2), evening)))
                .isInstanceOf(ChangeOutcome.Changed.class);
        assertThat(engine.history(HERE, Kind.TIME, "hall", 0, 9)).hasSize(2);
        assertThat(described.change("v3", at(
                listing("show", 3), new VenueTime.Of("hall", LATER))))
                .isInstanceOf(ChangeOutcome.Changed.class);
        assertThat(described.change("rival", at(listing("gala", 1), evening)))
                .isEqualTo(new ChangeOutcome.VenueTaken("gala", "hall", List.of("show")));
        assertThat(described.change("v4", at(
                listing("show", 4), new VenueTime.Of("attic", EVENING))))
                .isInstanceOf(ChangeOutcome.Changed.class);
        assertThat(described.change("rival", at(listing("gala", 1), evening)))
                .isInstanceOf(ChangeOutcome.Changed.class);
        assertThat(described.change("swap",
                at(listing("show", 5), evening),
                at(listing("gala", 2), new VenueTime.Of("attic", EVENING))))
                .isInstanceOf(ChangeOutcome.Changed.class);
        assertThat(described.change("none", at(listing("show", 6), new VenueTime.None())))
                .isInstanceOf(ChangeOutcome.Changed.class);
        hold(new Claim.Time("hall", EVENING));
        assertThat(described.change("nowhere", at(
                listing("show", 7), new VenueTime.Of("cellar", EVENING))))
                .isEqualTo(new Refusal.Unknown(List.of("cellar")));
        assertThat(described.change("keeps", listing("gala", 3)))
                .isInstanceOf(ChangeOutcome.Changed.class);
        scratch.audit();
    }

    @Test
    void namesTheEventThatHasTheVenue() {
        described.change("halls", listing("halls", 1, calendar("hall", 4)));
        engine.block(new BlockRequest(HERE, "a new floor", new Claim.Time("hall",
                new Window(EVENING.from(), EVENING.from().plusSeconds(60)))));
        assertThat(described.change("v1", at(
                listing("show", 1), new VenueTime.Of("hall", EVENING))))
                .isEqualTo(new ChangeOutcome.VenueTaken("show", "hall", List.of("a new floor")));
        Window next = new Window(EVENING.to(), EVENING.to().plusSeconds(60));
        VenueTime.Of after = new VenueTime.Of("hall", next);
        ListingChange[] five = IntStream.range(0, 5)
                .mapToObj(at -> at(listing("act" + at, 1), after)).toArray(ListingChange[]::new);
        assertThat(described.change("five at once", five)).isEqualTo(new ChangeOutcome.VenueTaken(
                "act4", "hall", List.of("act0", "act1", "act2", "act3")));
    }

    @Test
    void ignoresACancelledBookingOfAVenue() {
        scratch.leaveUnaudited();
        described.change("halls", at(listing("show", 1, calendar("hall", 1)),
                new VenueTime.Of("hall", EVENING)));
        String booking = engine.history(HERE, Kind.TIME, "hall", 1, 9).getFirst()
                .of().hold().orElseThrow();
        assertThat(engine.find(HERE, booking)).get().isInstanceOf(Hold.Booked.class);
        engine.cancel(new CancelRequest(HERE, booking, true));
        assertThat(engine.audit(HERE).findings()).extracting(each -> each.promise())
                .containsExactly("a listing's hall is booked in its name");
        assertThat(described.change("again", at(listing("show", 2),
                new VenueTime.Of("hall", EVENING)))).isInstanceOf(ChangeOutcome.Changed.class);
        scratch.audit();
    }

    @Test
    void isNotStoppedByTimesInThePast() {
        described.change("before", listing("room", 1, calendar("piano", 1)));
        String hold = hold(new Claim.Time("piano", EVENING));
        engine.confirm(new ConfirmRequest(HERE, hold));
        ListingChange gone = without(listing("room", 2),
                new Withdrawal(Kind.TIME, "piano", true));
        assertThat(described.change("gone", gone)).isInstanceOf(Refusal.InTheWay.class);
        scratch.clock().set(EVENING.to());
        assertThat(described.change("gone", gone)).isInstanceOf(ChangeOutcome.Changed.class);
    }

    @Test
    void keepsAPartThatTheCallerFindsHeld() {
        described.change("before", listing("show", 1, pool("floor", 5),
                new Inventory.Pool("early", 3, Optional.of("floor")), map("stalls", 4)));
        String lapsing = hold(new Claim.Capacity("floor", 1));
        scratch.clock().tick(HoldRequest.USUAL.minusSeconds(1));
        String hold = hold(new Claim.Seats("stalls", "A-3"), new Claim.Capacity("early", 1));
        List<String> seen = new ArrayList<>();
        ChangePlan.Part part = (each, item) -> {
            seen.add(each.id() + " " + item);
            return item == 1;
        };
        for (ChangePlan.Unsold unsold : List.of(
                new ChangePlan.Unsold(Kind.CAPACITY, "floor", part),
                new ChangePlan.Unsold(Kind.SEATS, "stalls", part))) {
            assertThat(unless(unsold, listing("show", 2, pool("floor", 5), map("stalls", 4))))
                    .isEqualTo(new Refusal.InTheWay(List.of(
                            new Refusal.Standing(hold, unsold.inventory(), "1"))));
        }
        assertThat(seen).contains(lapsing + " 0", hold + " 0", hold + " 1");
        seen.clear();
        scratch.clock().tick(Duration.ofSeconds(1));
        engine.cancel(new CancelRequest(HERE, hold, false));
        assertThat(unless(new ChangePlan.Unsold(Kind.CAPACITY, "floor", part),
                listing("show", 2, pool("floor", 5)))).isInstanceOf(ChangeOutcome.Changed.class);
        assertThat(seen).isEmpty();
    }

    private ChangeOutcome unless(ChangePlan.Unsold unsold, ListingChange change) {
        return engine.change(HERE, (tx, again) -> new ChangePlan.Change<>(List.of(change),
                (pipeline, at) -> {}, outcome -> outcome, List.of(unsold)));
    }

    @Test
    void rethrowsThePlansExceptionAndReturnsItsAnswer() {
        List<Integer> tries = new ArrayList<>();
        assertThatThrownBy(() -> engine.change(HERE, (tx, again) -> {
            tries.add(again);
            throw new Invalid("name", "is missing");
        })).isInstanceOf(Invalid.class).hasNoSuppressedExceptions();
        assertThat(tries).containsExactly(0);
        assertThat(engine.<String>change(HERE, (tx, again) -> new ChangePlan.Answer<>("stale")))
                .isEqualTo("stale");
        assertThat(described.change("nothing but words")).isInstanceOf(
                ChangeOutcome.Changed.class);
    }

    @Test
    void refusesTheSameInventoryTwice() {
        assertThatThrownBy(() -> described.change("twice",
                listing("show", 1, pool("floor", 1)), listing("gala", 1, pool("floor", 2))))
                .isInstanceOf(Invalid.class);
        assertThatThrownBy(() -> described.change("twice",
                listing("show", 1), listing("show", 2))).isInstanceOf(Invalid.class);
    }

    @Test
    void offersPoolsInsidePools() {
        assertThat(described.change("deep", listing("show", 1,
                new Inventory.Pool("c", 1, Optional.of("b")),
                new Inventory.Pool("b", 2, Optional.of("a")), pool("a", 3))))
                .isInstanceOf(ChangeOutcome.Changed.class);
        assertThat(described.change("round", listing("show", 2,
                new Inventory.Pool("x", 1, Optional.of("y")),
                new Inventory.Pool("y", 2, Optional.of("x")))))
                .isInstanceOf(Refusal.Unknown.class);
        assertThat(described.change("moved", listing("show", 2,
                new Inventory.Pool("c", 1, Optional.of("a")))))
                .isEqualTo(new OfferOutcome.OtherKind("c"));
    }
}
