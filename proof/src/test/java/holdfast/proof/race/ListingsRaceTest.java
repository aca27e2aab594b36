package holdfast.proof.race;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.CancelRequest;
import holdfast.ChangeOutcome;
import holdfast.Claim;
import holdfast.ConfirmRequest;
import holdfast.Effect;
import holdfast.ExchangeRequest;
import holdfast.HoldOutcome;
import holdfast.HoldRequest;
import holdfast.Inventory;
import holdfast.JournalLine;
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
import holdfast.change.Changes;
import holdfast.engine.Engine;
import holdfast.engine.EngineListener;
import holdfast.engine.Limits;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Listings that change while they are on sale, on two engines.
class ListingsRaceTest extends RaceSetup {
    private static final Window EVENING = new Window(NOON, NOON.plus(Duration.ofHours(3)));

    private ChangeOutcome change(int racer, ListingChange... changes) {
        return ((Changes) engine(racer)).change(HERE, (tx, tries) -> new ChangePlan.Change<>(
                List.of(changes), (pipeline, at) -> {}, outcome -> outcome));
    }

    private static ListingChange listing(String listing, long version, Inventory... offers) {
        return new ListingChange(
                listing, version, List.of(offers), List.of(), new VenueTime.Keep());
    }

    private static HoldRequest priced(HoldRequest request, String listing, long version) {
        return new HoldRequest(HERE, request.claims(), request.holdFor(), request.customer(),
                request.limits(),
                RequestOptions.NONE.listings(List.of(new ListingVersion(listing, version))));
    }

    @Test
    @Tag("listing_once")
    void oneFirstVersionOfAListing() {
        List<ChangeOutcome> outcomes = race(24, racer -> () -> change(racer,
                listing("show", 1, new Inventory.Pool("floor", racer + 1))));
        assertThat(count(outcomes, ChangeOutcome.Changed.class)).isOne();
        assertThat(outcomes).allSatisfy(outcome -> assertThat(outcome).isIn(
                outcome instanceof ChangeOutcome.Changed
                        ? outcome : new ChangeOutcome.OtherVersion("show", 1)));
        long capacity = engine(0).freePlaces(HERE, "floor").orElseThrow().capacity();
        assertThat(outcomes.get((int) capacity - 1)).isInstanceOf(ChangeOutcome.Changed.class);
    }

    /// Each version has another capacity, so the journal has a line for each. A hold that names a
    /// version stands between that version's line and the next one's. Once a change is answered, no
    /// hold that names the version before is granted.
    @Test
    void sellsByTheCurrentVersion() {
        int versions = 25;
        AtomicLong answered = new AtomicLong(1);
        change(0, listing("show", 1, new Inventory.Pool("floor", 10_001)));
        Map<String, Long> versionOf = new ConcurrentHashMap<>();
        AtomicInteger outdated = new AtomicInteger();
        race(9, racer -> () -> {
            if (racer == 0) {
                for (long version = 2; version <= versions; version++) {
                    // The buyers end at the last version: by then each outcome was seen.
                    while (version == versions
                            && (outdated.get() == 0 || versionOf.isEmpty())) {
                        LockSupport.parkNanos(100_000);
                    }
                    assertThat(change((int) version, listing("show", version,
                            new Inventory.Pool("floor", 10_000 + version))))
                            .isInstanceOf(ChangeOutcome.Changed.class);
                    answered.set(version);
                }
                return true;
            }
            while (answered.get() < versions) {
                long known = answered.get();
                long named = racer % 3 == 0 && known > 1 ? known - 1 : known;
                HoldOutcome outcome = engine(racer).hold(
                        priced(ask(new Claim.Capacity("floor", 1)), "show", named));
                if (outcome instanceof HoldOutcome.Granted granted) {
                    assertThat(named).as("no old version after the answer").isEqualTo(known);
                    versionOf.put(granted.hold().id(), named);
                } else {
                    assertThat(outcome).isEqualTo(new Refusal.Outdated(List.of("show")));
                    outdated.incrementAndGet();
                }
            }
            return true;
        });
        long version = 0;
        int sold = 0;
        for (JournalLine line : engine(0).history(HERE, Kind.CAPACITY, "floor", 0, 100_000)) {
            if (line.what().effect() == Effect.OFFER) {
                version++;
            } else {
                assertThat(versionOf.get(line.of().hold().orElseThrow())).isEqualTo(version);
                sold++;
            }
        }
        assertThat(version).isEqualTo(versions);
        assertThat(sold).isPositive();
        assertThat(outdated).hasPositiveValue();
    }

    /// Only the price changes: no journal gets a line.
    @Test
    void sellsByAHigherPriceFromItsAnswerOn() {
        Inventory map = new Inventory.SeatMap("hall", List.of(new Inventory.Row(
                IntStream.range(0, 500)
                        .mapToObj(at -> new Inventory.Seat("A-" + at)).toList())));
        change(0, listing("show", 1, map));
        AtomicLong answered = new AtomicLong(1);
        AtomicInteger seat = new AtomicInteger();
        race(7, racer -> () -> {
            for (int at = 0; racer > 0 && at < 30 && answered.get() < 20; at++) {
                long known = answered.get();
                boolean old = known > 1 && at % 2 == 0;
                HoldOutcome outcome = engine(racer).hold(priced(
                        ask(new Claim.Seats("hall", "A-" + seat.getAndIncrement() % 500)),
                        "show", old ? known - 1 : known));
                if (old) {
                    assertThat(outcome).isInstanceOf(Refusal.Outdated.class);
                }
            }
            for (long version = 2; racer == 0 && version <= 20; version++) {
                assertThat(change((int) version, listing("show", version, map)))
                        .isInstanceOf(ChangeOutcome.Changed.class);
                answered.set(version);
            }
            return true;
        });
        assertThat(engine(0).history(HERE, Kind.SEATS, "hall", 0, 10_000).stream()
                .filter(line -> line.what().effect() == Effect.OFFER)).hasSize(1);
    }

    @Test
    void withdrawnAndOfferedAtOnce() {
        for (int round = 0; round < 10; round++) {
            String show = "show" + round;
            Inventory[] all = {new Inventory.Pool("a" + round, 5),
                    new Inventory.Pool("b" + round, 5)};
            change(0, listing(show, 1, all));
            List<ChangeOutcome> outcomes = race(4, racer -> () -> racer % 2 == 0
                    ? change(racer / 2, new ListingChange(show, 2, List.of(),
                            List.of(new Withdrawal(Kind.CAPACITY, all[0].id(), true),
                                    new Withdrawal(Kind.CAPACITY, all[1].id(), true)),
                            new VenueTime.None()))
                    : change(racer / 2, listing(show, 2, all)));
            assertThat(count(outcomes, ChangeOutcome.Changed.class)).isOne();
            boolean on = outcomes.get(1) instanceof ChangeOutcome.Changed
                    || outcomes.get(3) instanceof ChangeOutcome.Changed;
            for (Inventory each : all) {
                assertThat(engine(round).freePlaces(HERE, each.id()).orElseThrow().onSale())
                        .isEqualTo(on);
            }
        }
    }

    @Test
    @Tag("time_never_overlaps")
    void oneVenueAndOneTime() {
        change(0, listing("house", 1, new Inventory.Calendar("hall", 1, null),
                new Inventory.Calendar("attic", 1, null)));
        List<ChangeOutcome> outcomes = race(16, racer -> () -> change(racer, new ListingChange(
                "show" + racer, 1, List.of(new Inventory.Pool("floor" + racer, 5)), List.of(),
                new VenueTime.Of(racer % 4 < 2 ? "hall" : "attic", EVENING))));
        assertThat(count(outcomes, ChangeOutcome.Changed.class)).isEqualTo(2);
        for (int racer = 0; racer < 16; racer++) {
            boolean won = outcomes.get(racer) instanceof ChangeOutcome.Changed;
            assertThat(outcomes.get(racer)).isInstanceOfAny(
                    ChangeOutcome.Changed.class, ChangeOutcome.VenueTaken.class);
            assertThat(engine(0).freePlaces(HERE, "floor" + racer).isPresent()).isEqualTo(won);
        }
        inOrder(Kind.TIME, "hall");
    }

    /// Changes of several listings and baskets of any mix, named in any sequence: no deadlock.
    @Test
    void changesAndBasketsInAnySequence() {
        AtomicInteger circles = new AtomicInteger();
        EngineListener listener = new EngineListener() {
            @Override
            public void retried(Retry retry) {
                if (retry.reason() == Reason.DEADLOCK) {
                    circles.incrementAndGet();
                }
            }
        };
        try (Engine one = Engine.open(scratch.database().dataSource(), Limits.usual(), listener);
                Engine other = Engine.open(scratch.database().dataSource(),
                        Limits.usual().batch(1), listener)) {
            List<Engine> engines = List.of(one, other);
            Map<String, AtomicLong> versions = new HashMap<>();
            for (int at = 0; at < 4; at++) {
                versions.put("show" + at, new AtomicLong());
                changed(one, at, versions, new Random(at));
            }
            long seed = random.nextLong();
            race(10, racer -> () -> {
                Random dice = new Random(seed + racer);
                Engine engine = engines.get(racer % 2);
                for (int at = 0; at < 15; at++) {
                    if (racer < 2) {
                        changed(engine, dice.nextInt(4), versions, dice);
                    } else {
                        basket(engine, dice);
                    }
                }
                return true;
            });
        }
        assertThat(circles).hasValue(0);
    }

    /// Two listings in one change, the second named first; losing the race for the version is fine.
    private static void changed(
            Engine engine, int show, Map<String, AtomicLong> versions, Random dice) {
        List<ListingChange> changes = new ArrayList<>();
        for (String each : List.of("show" + show, "show" + (show + 1) % 4)) {
            AtomicLong version = versions.get(each);
            if (version != null) {
                changes.add(new ListingChange(each, version.get() + 1, shuffled(List.of(
                        new Inventory.Pool("hall", 500),
                        new Inventory.Pool("floor", 90 + dice.nextInt(9), Optional.of("hall")),
                        new Inventory.SeatMap("stalls", List.of(row(20 + dice.nextInt(3)))),
                        new Inventory.Calendar("piano", 3, null)), dice, each),
                        List.of(), new VenueTime.Keep()));
            }
        }
        ChangeOutcome outcome = engine.change(HERE, (tx, tries) -> new ChangePlan.Change<>(
                changes, (pipeline, at) -> {}, answer -> answer));
        if (outcome instanceof ChangeOutcome.Changed) {
            changes.forEach(each -> Objects.requireNonNull(versions.get(each.listing()))
                    .set(each.version()));
        } else {
            assertThat(outcome).isInstanceOfAny(
                    ChangeOutcome.OtherVersion.class, Refusal.InTheWay.class);
        }
    }

    private static List<Inventory> shuffled(List<Inventory> all, Random dice, String show) {
        List<Inventory> own = new ArrayList<>();
        all.forEach(each -> own.add(switch (each) {
            case Inventory.Pool pool -> new Inventory.Pool(show + pool.id(), pool.capacity(),
                    pool.inside().map(show::concat));
            case Inventory.SeatMap map -> new Inventory.SeatMap(show + map.id(), map.rows());
            case Inventory.Calendar piano -> new Inventory.Calendar(
                    show + piano.id(), piano.lanes(), piano.hours());
        }));
        Collections.shuffle(own, dice);
        return own;
    }

    private static Inventory.Row row(int seats) {
        List<Inventory.Seat> row = new ArrayList<>();
        for (int at = 0; at < seats; at++) {
            row.add(new Inventory.Seat("A-" + at));
        }
        return new Inventory.Row(row);
    }

    private static void basket(Engine engine, Random dice) {
        List<Claim> claims = new ArrayList<>();
        for (int show = 0; show < 4; show++) {
            claims.add(new Claim.Capacity("show" + show + "floor", 1));
            claims.add(new Claim.Seats("show" + show + "stalls", 1));
            claims.add(new Claim.Time("show" + show + "piano", new Window(
                    NOON.plusSeconds(dice.nextInt(1_000) * 60L),
                    EVENING.to().plusSeconds(70_000))));
        }
        Collections.shuffle(claims, dice);
        HoldRequest request = new HoldRequest(
                HERE, claims.subList(0, 1 + dice.nextInt(4)).toArray(Claim[]::new));
        if (engine.hold(request) instanceof HoldOutcome.Granted granted) {
            String id = granted.hold().id();
            switch (dice.nextInt(4)) {
                case 0 -> engine.confirm(new ConfirmRequest(HERE, id));
                case 1 -> engine.cancel(new CancelRequest(HERE, id, true));
                case 2 -> engine.exchange(new ExchangeRequest(
                        HERE, id, 1, claims.getLast(), claims.getFirst()));
                default -> engine.expire(10);
            }
        }
    }

    /// While a change is written, a reader on another connection sees all of it or nothing.
    @Test
    void showsEveryChangeWhole() {
        ListingChange[] nights = new ListingChange[60];
        for (int night = 0; night < nights.length; night++) {
            nights[night] = listing("night" + night, 1, new Inventory.Pool("floor" + night, 5),
                    new Inventory.SeatMap("stalls" + night, List.of(row(200))));
        }
        AtomicInteger over = new AtomicInteger();
        List<Long> seen = new ArrayList<>();
        race(2, racer -> () -> {
            if (racer == 0) {
                assertThat(change(0, nights)).isInstanceOf(ChangeOutcome.Changed.class);
                over.set(1);
                return true;
            }
            while (over.get() == 0) {
                seen.add(visible());
            }
            seen.add(visible());
            return true;
        });
        assertThat(seen).isSubsetOf(0L, 60L * (1 + 1 + 1 + 200 + 2));
        assertThat(seen.getLast()).isEqualTo(60L * (1 + 1 + 1 + 200 + 2));
    }

    private static final String VISIBLE = """
            SELECT (SELECT count(*) FROM listing WHERE version = 1)
                   + (SELECT count(*) FROM pool) + (SELECT count(*) FROM seat_map)
                   + (SELECT count(*) FROM seat) + (SELECT count(*) FROM journal)""";

    private long visible() {
        try (Connection connection = scratch.database().dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(VISIBLE)) {
            rows.next();
            return rows.getLong(1);
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    @Test
    void singleOffersAgainstChanges() {
        List<Object> outcomes = race(20, racer -> () -> racer % 2 == 0
                ? engine(racer / 2).offer(HERE, new Inventory.Pool("floor", 5))
                : change(racer / 2, listing("show" + racer, 1, new Inventory.Pool("floor", 5))));
        assertThat(outcomes).allSatisfy(outcome -> assertThat(outcome).isInstanceOfAny(
                OfferOutcome.Offered.class, ChangeOutcome.Changed.class));
        assertThat(engine(0).history(HERE, Kind.CAPACITY, "floor", 0, 99)).hasSize(1);
    }
}
