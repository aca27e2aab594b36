package holdfast.e2e;

import static holdfast.e2e.SampleEvents.areas;
import static holdfast.e2e.SampleEvents.event;
import static holdfast.e2e.SampleEvents.floor;
import static holdfast.e2e.SampleEvents.item;
import static holdfast.e2e.SampleItems.basketFor;
import static holdfast.e2e.TestShop.shop;
import static org.assertj.core.api.Assertions.assertThat;

import holdfast.testkit.Race;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// A limit per customer across several events.
class SharedLimitsTest {
    private final Client owner = shop().owner();
    private final Reply limit = owner.post("/v1/limits", """
            {"name": "Tour", "perCustomer": 3}""").is(201);
    private final String shared = "\"limits\": {\"shared\": [\"" + limit.text("id") + "\"]}";
    private final Reply first = event(owner, areas(floor(50)), shared);
    private final Reply second = event(owner, areas(floor(50)), shared);

    private Reply hold(String customer, Reply event, int quantity) {
        return owner.post("/v1/holds", basketFor(customer, item(event, "floor", quantity)));
    }

    @Test
    void countsOverTheEventsThatNameIt() {
        Reply two = hold("ann", first, 2).is(201);
        hold("ann", second, 2).refuses(409, "limitReached");
        hold("ann", second, 1).is(201);
        hold("bob", second, 3).is(201);
        owner.delete("/v1/holds/" + two.text("id")).is(204);
        hold("ann", second, 2).is(201);
        hold("ann", first, 1).refuses(409, "limitReached");
    }

    @Test
    void countsTheItemsOfOneRequest() {
        List<Callable<Reply>> all = IntStream.range(0, 12)
                .<Callable<Reply>>mapToObj(at -> () -> hold("ann", at % 2 == 0 ? first : second, 1))
                .toList();
        List<Reply> replies = Race.run(all);
        assertThat(replies).filteredOn(reply -> reply.status() == 201).hasSize(3);
        assertThat(replies).filteredOn(reply -> reply.status() != 201)
                .allSatisfy(reply -> reply.refuses(409, "limitReached"));
    }

    @Test
    void isChangedAndListed() {
        String path = "/v1/limits/" + limit.text("id");
        hold("ann", first, 3).is(201);
        owner.patch(path, "{\"perCustomer\": 4}", "If-Match", limit.needed("ETag")).is(200);
        hold("ann", second, 1).is(201);
        hold("ann", second, 1).refuses(409, "limitReached");
        owner.patch(path, "{\"perCustomer\": 9}", "If-Match", limit.needed("ETag"))
                .refuses(412, "stale");
        assertThat(owner.get("/v1/limits").is(200).at("items")).anySatisfy(
                each -> assertThat(each.path("id").asText()).isEqualTo(limit.text("id")));
        owner.post("/v1/limits", "{\"name\": \"Tour\"}").refuses(400, "invalid");
        owner.delete(path).is(204);
        hold("ann", second, 1).refuses(409, "limitReached");
    }
}
