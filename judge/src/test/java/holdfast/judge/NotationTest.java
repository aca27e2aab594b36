package holdfast.judge;

import static org.assertj.core.api.Assertions.assertThat;

import holdfast.Claim;
import holdfast.Free;
import holdfast.HeldItem;
import holdfast.HoldOutcome;
import holdfast.HoldRequest;
import holdfast.Limit;
import holdfast.OfferOutcome;
import holdfast.Refusal;
import holdfast.RequestOptions;
import holdfast.Shortage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// A history is equal after writing and parsing.
class NotationTest {

    @Test
    void readsWhatItWrote() {
        SplittableRandom random = new SplittableRandom(1);
        HistoryBuilder builder = new HistoryBuilder();
        CrowdInventory.inventory().forEach(each -> builder.call(1, 2,
                new RecordedCall.Offer("w", each), new OfferOutcome.Offered(each.id(), 1)));
        for (int at = 0; at < 200; at++) {
            HoldRequest request = new HoldRequest(
                    "w", CrowdInventory.claims(random),
                    Duration.ofMillis(1 + random.nextInt(9_000)),
                    Optional.of("a \"quoted\" \\ Ñame, (1): [x]"),
                    List.of(new Limit("day:1", 2, 1)),
                    RequestOptions.NONE.key("key").note("4 \\\" of {it}"));
            builder.call(3, 4, new RecordedCall.Hold(request),
                    new NoAnswer("cut\n- off", at % 2 == 0));
            builder.call(3, 4, new RecordedCall.FreeTimes(CrowdInventory.query("w", random)),
                    new Free.Times(List.of(), Optional.empty()));
        }
        builder.call(5, 6, new RecordedCall.Find("w", "h"), Optional.empty());
        builder.call(5, 6, new RecordedCall.Expire(3), 2);
        builder.call(5, 6, new RecordedCall.FreeSeats("w", "m"),
                Optional.of(new Free.Seats("m", 4, true,
                        List.of(new Free.Place(
                                "A 1", Free.State.HELD, true, Optional.of(Instant.EPOCH))))));
        builder.call(5, 6, new RecordedCall.Hold(new HoldRequest("w", new Claim.Capacity("p", 1))),
                new Refusal.Unavailable(List.of(new Shortage(0, "p", 1, -1, List.of()))));
        builder.call(7, 8, new RecordedCall.Hold(new HoldRequest("w", new Claim.Capacity("p", 1))),
                new HoldOutcome.Granted(
                        HistoryBuilder.held("h", 9, new HeldItem.Capacity("p", 1)), true));
        History history = builder.history();
        assertThat(History.read(history.lines())).isEqualTo(history);
    }

    @Test
    void readsAnOperationWithoutAnAnswer() {
        History history = new HistoryBuilder()
                .call(1, 2, new RecordedCall.Find("w", "h"), Optional.empty())
                .history();
        History cut = History.read(history.lines().subList(0, 1));
        assertThat(cut.operations()).hasSize(1).allMatch(Operation::silent);
    }

    @Test
    void continuesTheNumbersWhenHistoriesAreJoined() {
        History one =
                new HistoryBuilder().call(1, 2, new RecordedCall.Find("w", "h"), Optional.empty())
                        .history();
        assertThat(one.and(one).operations()).extracting(Operation::number).containsExactly(1L, 2L);
    }
}
