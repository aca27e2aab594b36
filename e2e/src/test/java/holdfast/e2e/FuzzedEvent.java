package holdfast.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import holdfast.e2e.CatalogueModel.Change;
import holdfast.e2e.CatalogueModel.Sale;
import holdfast.e2e.CatalogueModel.Version;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/// One event with random changes and sales, and a record of all requests and answers.
final class FuzzedEvent {
    /// How long another node may show an older start.
    private static final long BEHIND = Duration.ofSeconds(2).toNanos();
    private static final List<String> SEATS =
            IntStream.rangeClosed(1, 10).mapToObj(Integer::toString).toList();
    private static final List<String> AREAS = List.of("floor", "balcony", "stalls");

    private final List<Client> nodes;
    private final boolean charted;
    private final Queue<Change> changes = new ConcurrentLinkedQueue<>();
    private final Queue<Sale> sales = new ConcurrentLinkedQueue<>();
    private final Map<String, Set<String>> charts = new ConcurrentHashMap<>();
    private final Map<String, Integer> refused = new ConcurrentHashMap<>();
    private final AtomicInteger number = new AtomicInteger();
    private final AtomicInteger copies = new AtomicInteger();
    private final AtomicInteger unknown = new AtomicInteger();
    private final AtomicInteger done = new AtomicInteger();
    private final List<String> tags = Collections.synchronizedList(new ArrayList<>());
    private final String series = "f" + System.nanoTime();
    private final Reply event;
    private String chart = "";

    FuzzedEvent(List<Client> nodes, boolean charted) {
        this.nodes = nodes;
        this.charted = charted;
        Random random = new Random(1);
        if (charted) {
            Reply made = nodes.getFirst().post("/v1/charts", chart(random)).is(201);
            chart = made.text("id");
            drawn(made);
        }
        long invoked = System.nanoTime();
        event = nodes.getFirst().post("/v1/events", body("c0", random)).is(201);
        changes.add(new Change("c0", invoked, System.nanoTime(), true));
        tags.add(event.needed("ETag"));
    }

    private Client node(Random random) {
        return nodes.get(random.nextInt(nodes.size()));
    }

    private static String rows(Random random) {
        List<String> seats = new ArrayList<>(SEATS);
        Collections.shuffle(seats, random);
        return "\"rows\": [{\"row\": \"A\", \"seats\": [\"" + String.join("\", \"",
                seats.subList(0, 3 + random.nextInt(7))) + "\"]}]";
    }

    private static String chart(Random random) {
        return "{\"name\": \"C\", \"areas\": [{\"id\": \"stalls\", " + rows(random) + "}]}";
    }

    private void drawn(Reply chart) {
        charts.put(chart.text("id") + "@" + chart.number("version"),
                CatalogueModel.seats(chart.at("/areas/0"), Set.of()));
    }

    private String body(String name, Random random) {
        String price = "\"price\": {\"amount\": " + (1_000 + Integer.parseInt(name.substring(1)))
                + ", \"currency\": \"EUR\"}";
        List<String> areas = new ArrayList<>();
        if (random.nextInt(10) > 0) {
            areas.add("{\"id\": \"floor\", \"kind\": \"capacity\", \"capacity\": "
                    + random.nextInt(25) + ", " + price + "}");
        }
        switch (random.nextInt(4)) {
            case 0 -> areas.add("{\"id\": \"balcony\", \"kind\": \"seats\", " + rows(random)
                    + ", " + price + "}");
            case 1, 2 -> areas.add("{\"id\": \"balcony\", \"kind\": \"capacity\", \"capacity\": "
                    + random.nextInt(8) + ", " + price + "}");
            default -> {}
        }
        areas.add("{\"id\": \"stalls\", \"kind\": \"seats\", "
                + (charted && random.nextInt(4) > 0 ? "" : rows(random) + ", ") + price + "}");
        String versions = charted ? "\"chart\": \"" + chart + "\", \"chartVersion\": "
                + (1 + random.nextInt(charts.size())) + ", " : "";
        return "{\"name\": \"" + name + "\", \"series\": \"" + series + "\", "
                + "\"start\": \"2031-03-%02dT20:00:00Z\", ".formatted(1 + random.nextInt(28))
                + "\"end\": \"2031-04-01T20:00:00Z\", \"timeZone\": \"UTC\", " + versions
                + "\"areas\": [" + String.join(", ", areas) + "]}";
    }

    /// One random change.
    void change(Random random) {
        Client client = node(random);
        String path = SampleEvents.path(event);
        switch (random.nextInt(20)) {
            case 0 -> client.delete(path).is(204);
            case 1, 2, 3, 4, 5 -> client.post(path + "/offer", "").is(200);
            case 6 -> {
                if (client.post(path + "/copies", "{\"starts\": [\"2032-03-01T20:00:00Z\", "
                        + "\"2032-03-01T20:00:00Z\"]}").status() == 201) {
                    copies.addAndGet(2);
                }
            }
            case 7, 8 -> {
                if (charted) {
                    Reply reply = client.patch("/v1/charts/" + chart, chart(random),
                            "If-Match", client.get("/v1/charts/" + chart).needed("ETag"));
                    if (reply.status() == 200) {
                        drawn(reply);
                    } else {
                        reply.refuses(412, "stale");
                    }
                }
            }
            default -> patch(client, path, random);
        }
    }

    private void patch(Client client, String path, Random random) {
        String name = "c" + number.incrementAndGet();
        // A stale version, any version, or this node's latest one.
        String tag = switch (random.nextInt(4)) {
            case 0 -> tags.get(random.nextInt(tags.size()));
            case 1 -> "*";
            default -> client.get(path).needed("ETag");
        };
        String body = body(name, random);
        long invoked = System.nanoTime();
        Reply reply = client.patch(path, body, "If-Match", tag);
        assertThat(reply.status()).as(reply.toString()).isLessThan(500);
        changes.add(new Change(name, invoked, System.nanoTime(), reply.status() == 200));
        if (reply.status() == 200) {
            done.incrementAndGet();
            tags.add(reply.needed("ETag"));
        } else {
            assertThat(reply.refusal().outcome()).as(reply.toString())
                    .isIn("stale", "inTheWay", "otherKind");
        }
    }

    private String wish(Random random) {
        String area = AREAS.get(random.nextInt(AREAS.size()));
        return random.nextInt(4) > 0 && !area.equals("stalls")
                ? SampleEvents.item(event, area, 1 + random.nextInt(3))
                : SampleItems.seats(event.text("id"), "A-" + (1 + random.nextInt(10)))
                        .replace("stalls", area);
    }

    /// One random purchase and its end.
    void buy(Random random) {
        Client client = node(random);
        long invoked = System.nanoTime();
        Reply hold = client.post("/v1/holds", SampleItems.basket(wish(random)));
        if (!granted(hold, 201)) {
            return;
        }
        Sale sale = sold(hold, invoked);
        String path = "/v1/holds/" + hold.text("id");
        int then = random.nextInt(8);
        if (then == 0) {
            client.post(path + "/confirm", SampleItems.ANN);
        } else if (then < 3) {
            sale = exchanged(node(random), hold, sale, random);
        }
        if (then != 7) {
            sale.released().set(System.nanoTime());
            Client other = node(random);
            if (then == 0) {
                other.post("/v1/bookings/" + hold.text("id")
                        + "/cancel", "");
            } else {
                other.delete(path).is(204);
            }
        }
    }

    private Sale exchanged(Client client, Reply hold, Sale sale, Random random) {
        long invoked = System.nanoTime();
        Reply reply = client.put("/v1/holds/" + hold.text("id") + "/items",
                SampleItems.instead(wish(random)), "If-Match", hold.needed("ETag"));
        if (!granted(reply, 200)) {
            return sale;
        }
        Sale now = granted(reply, invoked);
        if (now.isOf(sale)) {
            // An unchanged item keeps its price and its claim in an exchange.
            return sale;
        }
        sale.released().set(invoked);
        sales.add(now);
        return now;
    }

    private boolean granted(Reply reply, int status) {
        if (reply.status() == status) {
            return true;
        }
        refused.merge(reply.refusal().outcome(), 1, Integer::sum);
        if (reply.status() >= 500) {
            assertThat(reply.status()).as(reply.toString()).isEqualTo(503);
            unknown.incrementAndGet();
        }
        return false;
    }

    private Sale sold(Reply hold, long invoked) {
        Sale sale = granted(hold, invoked);
        sales.add(sale);
        return sale;
    }

    private static Sale granted(Reply hold, long invoked) {
        JsonNode item = hold.at("/items/0");
        Set<String> seats = new HashSet<>();
        item.path("seats").forEach(seat -> seats.add(seat.asText()));
        long quantity = seats.isEmpty() ? item.path("quantity").asLong() : seats.size();
        return new Sale(item.path("area").asText(), quantity, seats,
                hold.number("/total/amount") / quantity, item.path("start").asText(),
                new CatalogueModel.Life(
                        invoked, System.nanoTime(), new AtomicLong(Long.MAX_VALUE)));
    }

    boolean changedAndSold() {
        return done.get() > 0 && !sales.isEmpty();
    }

    /// The disagreements that the model finds, and those in the final state.
    List<String> complaints() {
        List<Version> versions = new ArrayList<>();
        Client client = nodes.getFirst();
        String after = "";
        do {
            Reply page = client.get(
                    SampleEvents.path(event) + "/versions?limit=100" + after).is(200);
            page.at("items").forEach(each -> versions.add(CatalogueModel.version(each, charts)));
            after = page.body().has("next") ? "&after=" + page.text("next") : "";
        } while (!after.isEmpty());
        CatalogueModel model = new CatalogueModel(
                versions, List.copyOf(changes), List.copyOf(sales), BEHIND);
        List<String> all = model.complaints();
        System.out.println(versions.size() + " versions, " + changes.size() + " changes, "
                + done + " of them made, " + sales.size() + " sales, " + copies + " copies, "
                + "refused: " + refused);
        assertThat(done).hasPositiveValue();
        assertThat(sales).isNotEmpty();
        if (model.last().onSale() && unknown.get() == 0) {
            client.get(SampleEvents.path(event) + "/free").is(200).at("areas").forEach(area -> {
                String id = area.path("id").asText();
                long capacity = model.last().capacity(id);
                if (area.path("capacity").asLong() != capacity
                        || area.path("free").asLong() != capacity - model.sold(id)) {
                    all.add(area + " with " + model.sold(id) + " sold");
                }
            });
        }
        int made = 0;
        for (String more = ""; !more.equals("end");) {
            Reply page = client.get("/v1/events?limit=100&series=" + series + more).is(200);
            made += page.at("items").size();
            more = page.body().has("next") ? "&after=" + page.text("next") : "end";
        }
        if (made != copies.get() + 1) {
            all.add(made + " events of the series");
        }
        return all;
    }
}
