package holdfast.e2e;

import static holdfast.e2e.SampleItems.basket;
import static holdfast.e2e.SampleItems.best;
import static holdfast.e2e.SampleItems.places;
import static holdfast.e2e.SampleItems.seats;
import static holdfast.e2e.TestShop.shop;
import static org.assertj.core.api.Assertions.assertThat;

import holdfast.testkit.Race;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// The sold-out cache: a refusal may come from memory, and then says as of when, at most a quarter
/// of a second ago. What was given back before that moment can be had.
class SoldOutTest {
    private static final Duration AGE = Duration.ofMillis(250);
    /// Between the server's reading of the clock and this test's.
    private static final Duration SLACK = Duration.ofSeconds(2);

    private final Client owner = shop().owner();
    private final Client visitor = shop().visitor();

    private static final List<String> ROW_A = IntStream.rangeClosed(1, 20)
            .mapToObj(seat -> "A-" + seat).toList();

    private String soldOut() {
        String event = SampleItems.concert(owner, 2, 30);
        visitor.post("/v1/holds", basket(places(event, 2))).is(201);
        visitor.post("/v1/holds", SampleItems.basketFor("bob",
                seats(event, ROW_A.toArray(String[]::new)),
                seats(event, "B-1", "B-2", "B-4"))).is(201);
        return event;
    }

    private List<Reply> crowd(String event, String wish) {
        List<Callable<Reply>> all = new ArrayList<>();
        for (int number = 0; number < 24; number++) {
            String customer = "late " + number + " " + event;
            all.add(() -> {
                Reply last = visitor.post("/v1/holds", SampleItems.basketFor(customer, wish));
                for (int times = 0; times < 10; times++) {
                    Instant before = Instant.now();
                    last = visitor.post("/v1/holds", SampleItems.basketFor(customer, wish))
                            .refuses(409, "unavailable");
                    if (last.body().has("asOf")) {
                        assertThat(Instant.parse(last.text("asOf")))
                                .isBetween(before.minus(AGE).minus(SLACK), Instant.now());
                    }
                }
                return last;
            });
        }
        return Race.run(all);
    }

    @Test
    void refusesPlacesSeatsAndBasketsWithTheTimeOfTheAnswer() {
        String event = soldOut();
        for (String wish : List.of(places(event, 1), seats(event, "A-1", "A-2"), best(event, 2),
                places(event, 1) + ", " + seats(event, "A-3"))) {
            List<Reply> refused = crowd(event, wish);
            assertThat(refused).as(wish).anyMatch(each -> each.body().has("asOf"));
            refused.forEach(each -> assertThat(each.at("shortages"))
                    .isEqualTo(refused.getFirst().at("shortages")));
        }
        TestShop.clean(owner);
    }

    @Test
    void sellsFreedSeatsAtOnceHereAndSoonOnOtherNodes() {
        try (ServerNode second = ServerNode.serve(shop().settings())) {
            Client elsewhere = visitor.to(second.address());
            String event = SampleItems.concert(owner, 1, 1_000_000);
            while (elsewhere.get("/v1/events/" + event).status() == 404) {
                Thread.onSpinWait();
            }
            Client giver = visitor;
            long given = System.nanoTime();
            for (int round = 0; round < 20; round++) {
                Client taker = round / 2 % 2 == 0 ? visitor : elsewhere;
                Reply hold = taken(taker, event, given, taker.equals(giver));
                for (int times = 0; times < 3; times++) {
                    visitor.post("/v1/holds", basket(places(event, 1)))
                            .refuses(409, "unavailable");
                    elsewhere.post("/v1/holds", basket(places(event, 1)))
                            .refuses(409, "unavailable");
                }
                giver = round % 2 == 0 ? visitor : elsewhere;
                giver.token(hold).delete("/v1/holds/" + hold.text("id")).is(204);
                given = System.nanoTime();
            }
            TestShop.clean(owner);
        }
    }

    /// At once on the node that cancelled, on another one after a quarter of a second.
    private static Reply taken(Client taker, String event, long given, boolean here) {
        while (true) {
            boolean must = here || System.nanoTime() - given > AGE.toNanos();
            Reply reply = taker.post("/v1/holds", basket(places(event, 1)));
            if (reply.status() == 201 || must) {
                return reply.is(201);
            }
            assertThat(reply.refuses(409, "unavailable").body().has("asOf")).isTrue();
        }
    }
}
