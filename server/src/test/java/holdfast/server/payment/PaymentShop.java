package holdfast.server.payment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import holdfast.Claim;
import holdfast.Hold;
import holdfast.HoldOutcome;
import holdfast.HoldRequest;
import holdfast.Holdfast;
import holdfast.change.HoldListener;
import holdfast.engine.Engine;
import holdfast.server.booking.BookingRows;
import holdfast.server.booking.BookingRules;
import holdfast.server.booking.CatalogChanges;
import holdfast.server.booking.ChangeResult;
import holdfast.server.booking.Checkout;
import holdfast.server.booking.ClaimMapper;
import holdfast.server.booking.Contact;
import holdfast.server.booking.Item;
import holdfast.server.booking.PricedHolds;
import holdfast.server.booking.ReducedBookings;
import holdfast.server.booking.Reductions;
import holdfast.server.booking.ServerAudit;
import holdfast.server.booking.VisitPlanner;
import holdfast.server.catalog.Catalog;
import holdfast.server.catalog.DiscountCode;
import holdfast.server.catalog.Event;
import holdfast.server.catalog.Money;
import holdfast.server.catalog.RandomIds;
import holdfast.server.json.Json;
import holdfast.testkit.Scratch;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;

/// A workspace that sells one event's places, with an account at the sandbox, on one or more nodes.
final class PaymentShop {
    static final String HERE = "venue";
    static final String CARD = "4242424242424242";
    static final String DECLINED = "4000000000000002";
    static final long PRICE = 3_500;
    static final PaymentSearch EVERYTHING = new PaymentSearch(Optional.empty(), Optional.empty(),
            false, Instant.EPOCH, "", 1_000);
    static final Contact ANN = new Contact(Optional.of("Ann"), Optional.of("ann@example.org"),
            Optional.empty(), Optional.empty());
    private static final HoldListener ROWS = (pipeline, workspace, holds) -> {
        new BookingRows().changed(pipeline, workspace, holds);
        new PaymentRows().changed(pipeline, workspace, holds);
    };

    final SandboxProcess sandbox = SandboxProcess.get();
    final String key = RandomIds.next("sk_test_");
    private String used = key;
    final Engine engine;
    final long places;
    private String webhookSecret = "whsec_test";
    private final Scratch scratch;
    private final Payments.Parts parts;
    private final ClaimMapper mapper;
    private final Reductions reductions;
    private final BookingRules rules;
    private final SecretCipher cipher = SecretCipher.of(
            Optional.of(Base64.getEncoder().encodeToString(new byte[32])),
            java.nio.file.Path.of("unused"));

    /// What a process dies of at one of the points.
    static final class Crash extends Error {
        private static final long serialVersionUID = 1;
    }

    PaymentShop(Scratch scratch, int places) {
        this.scratch = scratch;
        this.places = places;
        engine = scratch.engine(ROWS, new ServerAudit(PaymentsAudit::new));
        Catalog catalog = new Catalog(scratch.database().dataSource());
        CatalogChanges changes = new CatalogChanges(engine, catalog);
        assertThat(changes.create(new CatalogChanges.Request(HERE, "test"), "evt_gig",
                Event.read(Json.read("""
                        {"name": "Gig", "start": "2036-05-01T18:00:00Z",
                         "end": "2036-05-01T22:00:00Z", "timeZone": "Europe/Berlin",
                         "areas": [{"id": "floor", "kind": "capacity", "capacity": %d,
                                    "price": {"amount": %d, "currency": "EUR"}}]}"""
                        .formatted(places, PRICE)))))
                .isInstanceOf(ChangeResult.Done.class);
        assertThat(changes.create(new CatalogChanges.Request(HERE, "test"), "evt_talk",
                Event.read(Json.read("""
                        {"name": "Talk", "start": "2036-05-02T18:00:00Z",
                         "end": "2036-05-02T22:00:00Z", "timeZone": "Europe/Berlin",
                         "areas": [{"id": "room", "kind": "capacity", "capacity": 100,
                                    "price": {"amount": 1000, "currency": "EUR"}}]}"""))))
                .isInstanceOf(ChangeResult.Done.class);
        assertThat(changes.create(new CatalogChanges.Request(HERE, "test"), "evt_course",
                Event.read(Json.read("""
                        {"name": "Course", "start": "2036-05-03T18:00:00Z",
                         "end": "2036-05-03T22:00:00Z", "timeZone": "Europe/Berlin",
                         "deposit": {"percent": 30, "restBefore": "P7D"},
                         "areas": [{"id": "room", "kind": "capacity", "capacity": 100,
                                    "price": {"amount": %d, "currency": "EUR"}}]}"""
                        .formatted(PRICE)))))
                .isInstanceOf(ChangeResult.Done.class);
        assertThat(changes.create(new CatalogChanges.Request(HERE, "test"), "evt_fair",
                Event.read(Json.read("""
                        {"name": "Fair", "start": "2036-05-04T18:00:00Z",
                         "end": "2036-05-04T22:00:00Z", "timeZone": "Europe/Berlin",
                         "fees": {"cancel": [{"percent": 50}]},
                         "areas": [{"id": "hall", "kind": "capacity", "capacity": 100,
                                    "price": {"amount": 2000, "currency": "EUR"}}]}"""))))
                .isInstanceOf(ChangeResult.Done.class);
        VisitPlanner visits = new VisitPlanner(engine, catalog);
        rules = new BookingRules(engine, catalog, new PricedHolds(catalog));
        PricedHolds priced = new PricedHolds(catalog);
        mapper = new ClaimMapper(catalog, visits);
        reductions = new Reductions(engine, catalog, mapper, priced);
        assertThat(changes.create(new CatalogChanges.Request(HERE, "test"),
                DiscountCode.id(HERE, "LESS"), DiscountCode.read(Json.read("""
                        {"code": "LESS", "percent": 10, "uses": 1}"""))))
                .isInstanceOf(ChangeResult.Done.class);
        parts = new Payments.Parts(engine, scratch.database().dataSource(),
                new Checkout(engine, priced, false), priced, mapper);
        offer("manual");
    }

    Payments node() {
        return node(PaymentFaults.NONE);
    }

    /// Another process: it shares nothing but the database.
    Payments node(PaymentFaults faults) {
        return new Payments(parts, Providers.shipped(), cipher, faults, Duration.ofMillis(1));
    }

    /// The secret that signs webhooks, from the next {@link #offer} on.
    void signedWith(String secret) {
        webhookSecret = secret;
    }

    /// The same with another connection to the database and other providers.
    Payments node(DataSource source, Providers providers, PaymentFaults faults) {
        Payments.Parts own = new Payments.Parts(parts.engine(), source, parts.checkout(),
                parts.priced(), parts.mapper());
        return new Payments(own, providers, cipher, faults, Duration.ofMillis(1));
    }

    void offer(String capture) {
        Map<String, String> settings = new HashMap<>(Map.of("apiKey", used, "baseUrl",
                sandbox.home(), "capture", capture, "webhookSecret", webhookSecret));
        node().accounts().set(HERE, Providers.shipped().find("sandbox").orElseThrow(), true,
                settings);
    }

    /// The workspace's account is one in which nothing ever happened.
    void anotherAccount() {
        used = RandomIds.next("sk_test_");
        offer("manual");
    }

    ProviderAudit audit() {
        return new ProviderAudit(
                engine, scratch.database().dataSource(), Providers.shipped(), cipher);
    }

    ProviderAudit auditWithAnotherKey() {
        byte[] other = new byte[32];
        other[0] = 1;
        return new ProviderAudit(engine, scratch.database().dataSource(), Providers.shipped(),
                SecretCipher.of(Optional.of(Base64.getEncoder().encodeToString(other)),
                        java.nio.file.Path.of("unused")));
    }

    void offerTransfer() {
        node().accounts().set(HERE, Providers.shipped().find("bankTransfer").orElseThrow(), true,
                Map.of("holder", "Venue", "iban", "DE89370400440532013000", "days", "7"));
    }

    Hold hold() {
        return held().orElseThrow(() -> new AssertionError("sold out"));
    }

    /// A hold of one place, priced; empty when nothing is left.
    Optional<Hold> held() {
        return held(List.of(new Item.Places("evt_gig", "floor", Optional.empty(), 1)));
    }

    /// A hold of one place here and one at another event.
    Hold mixed() {
        return held(List.of(new Item.Places("evt_gig", "floor", Optional.empty(), 1),
                new Item.Places("evt_talk", "room", Optional.empty(), 1))).orElseThrow();
    }

    /// A hold of a place in a course, of which 1050 are paid as a deposit.
    Hold course() {
        return held(List.of(new Item.Places("evt_course", "room", Optional.empty(), 1)))
                .orElseThrow();
    }

    /// The same and a place at another event, for 1000 without a deposit.
    Hold courseAndTalk() {
        return held(List.of(new Item.Places("evt_course", "room", Optional.empty(), 1),
                new Item.Places("evt_talk", "room", Optional.empty(), 1))).orElseThrow();
    }

    /// A hold of a place at a fair, for 2000 with a fee of half of it, and one at another event, for
    /// 1000 without a fee.
    Hold fairAndTalk() {
        return held(List.of(new Item.Places("evt_fair", "hall", Optional.empty(), 1),
                new Item.Places("evt_talk", "room", Optional.empty(), 1))).orElseThrow();
    }

    ItemCancellations items(Holdfast own, Payments node) {
        return new ItemCancellations(own, scratch.database().dataSource(), node, others(),
                parts.priced(), rules);
    }

    BookingCancellations cancellations(Payments node) {
        return new BookingCancellations(engine, scratch.database().dataSource(), node,
                parts.priced(), rules);
    }

    /// What is owed for a booking.
    long owed(String hold) {
        return amounts().of(HERE, engine.find(HERE, hold).orElseThrow()).owed()
                .map(Money::amount).orElse(0L);
    }

    private BookingAmounts amounts() {
        return new BookingAmounts(scratch.database().dataSource(), parts.priced());
    }

    /// Takes the items of one event out of bookings.
    ReducedBookings others() {
        return new ReducedBookings(engine, mapper, parts.priced(), reductions);
    }

    private Optional<Hold> held(List<Item> items) {
        ClaimMapper.Result.Ready ready =
                (ClaimMapper.Result.Ready) mapper.ask(HERE, items, engine.now());
        return engine.hold(new HoldRequest(HERE, ready.claims(), HoldRequest.USUAL,
                Optional.empty(), List.of(), Optional.<String>empty())
                .note(ready.note())) instanceof HoldOutcome.Granted granted
                        ? Optional.of(granted.hold()) : Optional.empty();
    }

    /// A hold that has the only use of a code, which takes off a tenth; empty if it is used.
    Optional<Hold> discounted() {
        return reductions.add(new Reductions.Target(HERE, hold().id(), Optional.empty()),
                "less") instanceof Reductions.Result.Changed done
                        ? Optional.of(done.hold()) : Optional.empty();
    }

    /// Takes every place that is left, and returns the hold that has them.
    String sellOut() {
        long free = engine.freePlaces(HERE, "evt_gig:floor").orElseThrow().places();
        return ((HoldOutcome.Granted) engine.hold(new HoldRequest(
                HERE, new Claim.Capacity("evt_gig:floor", free)).holdFor(Duration.ofHours(2))))
                .hold().id();
    }

    PaymentRow begin(Payments node, Hold hold) {
        return begin(node, hold, "sandbox");
    }

    PaymentRow begin(Payments node, Hold hold, String provider) {
        return switch (node.begin(HERE, wish(hold, provider))) {
            case Payments.Begun.Going going -> going.payment();
            case Payments.Begun other -> throw new AssertionError(other.toString());
        };
    }

    static Payments.Begin wish(Hold hold, String provider) {
        return new Payments.Begin(hold.id(), provider, "https://example.org/paid", ANN, "test",
                Optional.empty());
    }

    String pay(PaymentRow row) {
        return sandbox.pay(key, row.link().ref().orElseThrow(), CARD);
    }

    /// A customer pays at the provider for something that this server knows nothing of.
    String stray(long amount, Optional<String> payment) {
        String session = sandbox.form(key, "/v1/checkout/sessions",
                "mode=payment&success_url=https%3A%2F%2Fexample.org&line_items[0][quantity]=1"
                        + "&line_items[0][price_data][currency]=eur"
                        + "&line_items[0][price_data][unit_amount]=" + amount
                        + "&line_items[0][price_data][product_data][name]=Stray"
                        + payment.map(id -> "&payment_intent_data[metadata][payment]=" + id)
                                .orElse(""))
                .path("id").asText();
        sandbox.pay(key, session, CARD);
        return session;
    }

    PaymentRow row(String id) {
        return node().find(HERE, id).orElseThrow();
    }

    /// One round of a node's worker; a crash ends its threads.
    void work(Payments node) {
        for (Thread each : node.work(32)) {
            each.setUncaughtExceptionHandler((thread, failure) -> {
                if (!(failure instanceof Crash)) {
                    failure.printStackTrace();
                }
            });
            each.start();
            try {
                each.join();
            } catch (InterruptedException stop) {
                throw new AssertionError(stop);
            }
        }
    }

    /// Lets a node work until nothing is due any more, moving the clock over the pauses.
    PaymentRow settle(Payments node, String id) {
        for (int rounds = 0; rounds < 60; rounds++) {
            work(node);
            PaymentRow row = row(id);
            if (row.motion().dueAt().equals(Instant.MAX)) {
                return row;
            }
            Duration pause = Duration.between(engine.now(), row.motion().dueAt());
            if (pause.compareTo(Duration.ofSeconds(19)) > 0 && row.state() == PaymentState.OPEN) {
                return row;
            }
            tick(pause.isNegative() ? Duration.ofMillis(2) : pause.plusMillis(2));
            if (row.state() == PaymentState.SETTLED && pause.isPositive()) {
                // A bank makes a refund while time passes.
                sandbox.send(key, "POST", "/sandbox/clock",
                        "{\"advanceSeconds\": " + (pause.toSeconds() + 1) + "}");
            }
        }
        throw new AssertionError("it never settles: " + row(id));
    }

    void tick(Duration time) {
        scratch.clock().tick(time);
    }

    /// What the provider's own ledger has for a payment: captured, refunded, and still reserved.
    record Sums(long captured, long refunded, long reserved) {}

    Sums ledger(String id) {
        long captured = 0;
        long refunded = 0;
        long reserved = 0;
        for (JsonNode each : sandbox.ledger(key)) {
            if (each.path("clientReferenceId").asText().equals(id)) {
                captured += each.path("captured").asLong();
                refunded += each.path("refunded").asLong() - each.path("refundFailed").asLong();
                // A payment that is charged at once is never reserved.
                reserved += Math.max(0, each.path("authorized").asLong()
                        - each.path("captured").asLong() - each.path("released").asLong()
                        - each.path("expired").asLong());
            }
        }
        return new Sums(captured, refunded, reserved);
    }

    /// The three ledgers agree about a payment that has come to rest.
    void agrees(String id) {
        PaymentRow row = row(id);
        Sums sums = ledger(id);
        Optional<Hold> hold = engine.find(HERE, row.hold());
        boolean booked = hold.orElse(null) instanceof Hold.Booked booking
                && PaymentRows.payment(booking).equals(Optional.of(id));
        assertThat(sums.refunded()).as("refunded of %s", row).isLessThanOrEqualTo(sums.captured());
        switch (row.state()) {
            case SETTLED -> {
                assertThat(sums.captured()).as("%s", row).isEqualTo(PRICE);
                assertThat(sums.refunded()).as("%s", row).isEqualTo(row.sums().refunded());
                assertThat(booked || row.marks().cancelledAt().isPresent()).as("%s", row).isTrue();
            }
            case OWED -> {
                assertThat(sums.captured()).as("%s", row).isZero();
                assertThat(booked).as("%s", row).isTrue();
            }
            case CLOSED, RETURNED -> {
                assertThat(booked).as("%s", row).isFalse();
                assertThat(sums.captured()).as("%s", row).isEqualTo(sums.refunded());
                assertThat(sums.reserved()).as("%s", row).isZero();
            }
            case OPENING, OPEN, CLOSING, AUTHORISED, TAKEN, CAPTURING, RELEASING, RETURNING ->
                    throw new AssertionError("it is still in motion: " + row);
        }
    }
}
