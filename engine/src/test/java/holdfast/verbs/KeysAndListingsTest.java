package holdfast.verbs;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.BlockRequest;
import holdfast.CancelRequest;
import holdfast.ChangeOutcome;
import holdfast.Claim;
import holdfast.ConfirmOutcome;
import holdfast.ConfirmRequest;
import holdfast.ExchangeOutcome;
import holdfast.ExchangeRequest;
import holdfast.ExtendRequest;
import holdfast.Hold;
import holdfast.HoldOutcome;
import holdfast.HoldRequest;
import holdfast.Inventory;
import holdfast.ListingChange;
import holdfast.ListingVersion;
import holdfast.RecordedAnswer;
import holdfast.Refusal;
import holdfast.RequestOptions;
import holdfast.VenueTime;
import holdfast.change.ChangePlan;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Idempotency keys of each verb, and the versions of listings.
class KeysAndListingsTest {
    private static final Claim ONE = new Claim.Capacity("floor", 1);
    private static final Optional<String> KEY = Optional.of("key-1");

    @RegisterExtension
    final EngineFixture fixture = new EngineFixture();

    private String here = "";

    @BeforeEach
    void offer() {
        here = fixture.workspace();
        fixture.engine().offer(here, new Inventory.Pool("floor", 3));
    }

    private HoldRequest request() {
        return new HoldRequest(here, ONE);
    }

    @Test
    void holdWithAKeyIsMadeOnce() {
        HoldRequest keyed = request().key("key-1");
        Hold.Held first = fixture.held(keyed);
        assertThat(fixture.engine().hold(keyed))
                .isEqualTo(new HoldOutcome.Granted(first, true));
        assertThat(fixture.engine().hold(keyed.holdFor(Duration.ofMinutes(1))))
                .isEqualTo(new Refusal.KeyReused("key-1"));
        assertThat(fixture.engine().freePlaces(here, "floor").orElseThrow().places())
                .isEqualTo(2);
    }

    @Test
    void refusalWithAKeyIsKept() {
        HoldRequest tooMany = new HoldRequest(here, new Claim.Capacity("floor", 4)).key("key-1");
        HoldOutcome refused = fixture.engine().hold(tooMany);
        assertThat(refused).isInstanceOf(Refusal.Unavailable.class);
        fixture.engine().offer(here, new Inventory.Pool("floor", 9));
        assertThat(fixture.engine().hold(tooMany)).isEqualTo(refused);
    }

    @Test
    void recordedAnswerOfAFingerprint() {
        HoldRequest keyed = new HoldRequest(here, List.of(ONE), HoldRequest.USUAL,
                Optional.empty(), List.of(), RequestOptions.NONE.key("key-1").fingerprint("body"));
        Hold.Held hold = fixture.held(keyed);
        assertThat(fixture.engine().recall(here, "key-1", "body"))
                .contains(new RecordedAnswer.Done(hold, false));
        assertThat(fixture.engine().recall(here, "key-1", "another"))
                .contains(new RecordedAnswer.Refused(new Refusal.KeyReused("key-1")));
        assertThat(fixture.engine().recall(here, "key-2", "body")).isEmpty();
    }

    /// A second request with the key of a done one gets its answer, whatever happened since.
    @Test
    void everyVerbRepeatsItsAnswer() {
        String hold = fixture.held(request()).id();
        ExtendRequest extend = new ExtendRequest(here, hold, Duration.ofHours(1)).key("extend");
        ExchangeRequest exchange = new ExchangeRequest(
                here, hold, 2, new Claim.Capacity("floor", 2)).key("exchange");
        ConfirmRequest confirm = new ConfirmRequest(
                here, hold, RequestOptions.NONE.key("confirm"), Optional.empty());
        CancelRequest cancel =
                new CancelRequest(here, hold, true, Optional.of("cancel"), Optional.empty());
        BlockRequest block = new BlockRequest(here, List.of(ONE), "repair", Optional.of("block"));
        Object extended = fixture.engine().extend(extend);
        ExchangeOutcome exchanged = fixture.engine().exchange(exchange);
        ConfirmOutcome confirmed = fixture.engine().confirm(confirm);
        Object cancelled = fixture.engine().cancel(cancel);
        Object blocked = fixture.engine().block(block);
        assertThat(exchanged).isInstanceOf(ExchangeOutcome.Exchanged.class);
        assertThat(confirmed).isInstanceOf(ConfirmOutcome.Confirmed.class);
        assertThat(fixture.engine().extend(extend)).usingRecursiveComparison()
                .ignoringFields("again").isEqualTo(extended);
        assertThat(fixture.engine().exchange(exchange)).usingRecursiveComparison()
                .ignoringFields("again").isEqualTo(exchanged);
        assertThat(fixture.engine().confirm(confirm)).usingRecursiveComparison()
                .ignoringFields("again").isEqualTo(confirmed);
        assertThat(fixture.engine().cancel(cancel)).usingRecursiveComparison()
                .ignoringFields("again").isEqualTo(cancelled);
        assertThat(fixture.engine().block(block)).usingRecursiveComparison()
                .ignoringFields("again").isEqualTo(blocked);
        assertThat(fixture.engine().freePlaces(here, "floor").orElseThrow().places())
                .isEqualTo(2);
        assertThat(fixture.engine().confirm(
                new ConfirmRequest(here, hold, RequestOptions.NONE.key("cancel"),
                        Optional.empty())))
                .isEqualTo(new Refusal.KeyReused("cancel"));
    }

    private ChangeOutcome describe(long version, Inventory... offers) {
        return fixture.engine().change(here, (tx, tries) -> new ChangePlan.Change<>(
                List.of(new ListingChange("show", version, List.of(offers), List.of(),
                        new VenueTime.Keep())),
                (pipeline, at) -> {}, outcome -> outcome));
    }

    private HoldOutcome holdOfVersion(long version, boolean keyed) {
        RequestOptions options =
                RequestOptions.NONE.listings(List.of(new ListingVersion("show", version)));
        return fixture.engine().hold(new HoldRequest(here, List.of(ONE), HoldRequest.USUAL,
                Optional.empty(), List.of(), keyed ? options.key(KEY.orElseThrow()) : options));
    }

    @Test
    void listingOfAnotherVersionIsOutdated() {
        assertThat(describe(1, new Inventory.Pool("floor", 5)))
                .isInstanceOf(ChangeOutcome.Changed.class);
        assertThat(holdOfVersion(1, false)).isInstanceOf(HoldOutcome.Granted.class);
        assertThat(describe(2, new Inventory.Pool("floor", 6)))
                .isInstanceOf(ChangeOutcome.Changed.class);
        assertThat(describe(2)).isEqualTo(new ChangeOutcome.OtherVersion("show", 2));
        assertThat(holdOfVersion(1, true)).isEqualTo(new Refusal.Outdated(List.of("show")));
        // An outdated answer is not kept for its key.
        assertThat(holdOfVersion(2, true)).isInstanceOf(HoldOutcome.Granted.class);
    }
}
