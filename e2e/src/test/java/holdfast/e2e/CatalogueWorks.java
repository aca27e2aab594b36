package holdfast.e2e;

import static holdfast.e2e.SampleEvents.areas;
import static holdfast.e2e.SampleEvents.floor;
import static holdfast.e2e.SampleEvents.places;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;

/// The parts of the catalogue that are changed while nodes are killed, each by one client.
final class CatalogueWorks {
    private CatalogueWorks() {}

    /// An event's areas and whether it is on sale.
    record Night(long floor, long balcony, List<String> seats, boolean onSale) {
        String fields() {
            return areas(CatalogueWorks.floorOf(floor), places("balcony", balcony),
                    SampleEvents.stalls(seats.toArray(String[]::new)));
        }
    }

    private static String floorOf(long capacity) {
        return floor(capacity);
    }

    /// Changes all areas of one event, takes it off sale and puts it on sale again.
    static final class OfEvent extends CatalogueWork<Night> {
        private static final List<String> ALL =
                IntStream.rangeClosed(1, 12).mapToObj(Integer::toString).toList();
        private final Reply event;

        OfEvent(Client owner) {
            super(new Night(5, 5, List.of("1", "2"), true));
            event = SampleEvents.event(owner, known().fields());
        }

        @Override
        void step(Client client, Random random) {
            Night now = known();
            String path = SampleEvents.path(event);
            switch (random.nextInt(6)) {
                case 0 -> sent(client, new Night(now.floor, now.balcony, now.seats, false),
                        "DELETE", path, "");
                case 1 -> sent(client, new Night(now.floor, now.balcony, now.seats, true),
                        "POST", path + "/offer", "");
                default -> {
                    List<String> seats = new ArrayList<>(ALL);
                    Collections.shuffle(seats, random);
                    Night next = new Night(random.nextInt(1_000), random.nextInt(1_000),
                            List.copyOf(seats.subList(0, 1 + random.nextInt(11))), now.onSale);
                    sent(client, next, "PATCH", path, "{" + next.fields() + "}",
                            "If-Match", "*");
                }
            }
        }

        @Override
        Night read(Client client) {
            Reply read = SampleEvents.read(client, event);
            List<String> seats = new ArrayList<>();
            JsonNode row = read.at("/areas/2/rows/0/seats");
            if (row.isInt()) {
                IntStream.rangeClosed(1, row.asInt())
                        .forEach(seat -> seats.add(Integer.toString(seat)));
            } else {
                row.forEach(seat -> seats.add(seat.path("seat").asText()));
            }
            Night night = new Night(read.number("/areas/0/capacity"),
                    read.number("/areas/1/capacity"), seats, read.at("onSale").asBoolean());
            if (night.onSale) {
                Map<String, String> expected = new TreeMap<>(Map.of(
                        "floor", night.floor + " of " + night.floor,
                        "balcony", night.balcony + " of " + night.balcony,
                        "stalls", seats.size() + " of " + seats.size()));
                Map<String, String> onSale = SampleEvents.onSale(client, event);
                assertThat(onSale.keySet().stream().filter(key -> key.startsWith("seat ")))
                        .containsExactlyInAnyOrderElementsOf(
                                seats.stream().map(seat -> "seat stalls/A-" + seat).toList());
                onSale.keySet().removeIf(key -> key.startsWith("seat "));
                assertThat(onSale).isEqualTo(expected);
            } else {
                SampleEvents
                        .hold(client, SampleItems.seats(event.text("id"), "A-" + seats.getFirst()))
                        .refuses(409, "notOnSale");
            }
            return night;
        }
    }

    /// Makes events and copies of one series.
    static final class OfSeries extends CatalogueWork<Integer> {
        private final String series = "s" + System.nanoTime();
        private final Reply first;
        private int number;
        private String path = "";
        private String body = "";
        private String key = "";

        OfSeries(Client owner) {
            super(1);
            first = SampleEvents.event(owner, areas(floor(7)), "\"series\": \"" + series + "\"");
        }

        @Override
        void step(Client client, Random random) {
            key = series + "-" + number++;
            if (random.nextBoolean()) {
                path = SampleEvents.path(first) + "/copies";
                body = "{\"starts\": [\"2032-04-01T20:00:00+02:00\", "
                        + "\"2032-04-02T20:00:00+02:00\", \"2032-04-03T20:00:00+02:00\"]}";
            } else {
                path = "/v1/events";
                body = "{\"name\": \"Night\", " + SampleEvents.WHEN + ", " + areas(floor(7))
                        + ", \"series\": \"" + series + "\"}";
            }
            sent(client, known() + (path.equals("/v1/events") ? 1 : 3), "POST", path, body,
                    "Idempotency-Key", key);
        }

        @Override
        Integer read(Client client) {
            int count = 0;
            String after = "";
            do {
                Reply page = client.get("/v1/events?limit=100&series=" + series + after).is(200);
                for (JsonNode each : page.at("items")) {
                    count++;
                    Reply free = client.get("/v1/events/" + each.path("id").asText() + "/free");
                    assertThat(free.is(200).number("/areas/0/free")).isEqualTo(7);
                }
                after = page.body().has("next") ? "&after=" + page.text("next") : "";
            } while (!after.isEmpty());
            return count;
        }

        /// A change whose answer was lost is retried once under its key.
        @Override
        void judge(List<Client> clients) {
            boolean lost = !certain();
            int before = known();
            super.judge(clients);
            if (lost) {
                int most = before + (path.equals("/v1/events") ? 1 : 3);
                sent(clients.getFirst(), most, "POST", path, body, "Idempotency-Key", key);
                super.judge(clients.subList(0, 1));
                assertThat(known()).isEqualTo(most);
            }
        }
    }

    /// Closes whole days of a calendar and opens them again.
    static final class OfDays extends CatalogueWork<Set<String>> {
        private static final List<String> MARCH = IntStream.rangeClosed(1, 28)
                .mapToObj("2027-03-%02d"::formatted).toList();
        private final Map<String, String> ids = new TreeMap<>();
        private final String calendar;
        private final String service;

        OfDays(Client owner) {
            super(new TreeSet<>());
            calendar = "/v1/calendars/" + owner.post("/v1/calendars",
                    "{\"name\": \"Room\", \"timeZone\": \"UTC\"}").is(201).text("id");
            service = "/v1/services/" + owner.post("/v1/services", """
                    {"name": "Visit", "duration": "PT6H", "step": "PT6H", "horizon": "P1000D",
                     "needs": [{"anyOf": ["%s"]}]}""".formatted(calendar.substring(14)))
                    .is(201).text("id");
        }

        @Override
        void step(Client client, Random random) {
            String day = MARCH.get(random.nextInt(MARCH.size()));
            Set<String> next = new TreeSet<>(known());
            if (next.remove(day)) {
                sent(client, next, "DELETE", calendar + "/closures/" + ids.get(day), "");
                return;
            }
            next.add(day);
            sent(client, next, "POST", calendar + "/closures", "{\"start\": \"" + day
                    + "T00:00:00Z\", \"end\": \"" + day + "T23:59:59Z\"}")
                    .ifPresent(reply -> ids.put(day, reply.text("id")));
        }

        @Override
        Set<String> read(Client client) {
            Set<String> closed = new TreeSet<>();
            client.get(calendar + "/closures?limit=100").is(200).at("items").forEach(each -> {
                String day = each.path("start").asText().substring(0, 10);
                closed.add(day);
                ids.put(day, each.path("id").asText());
            });
            List<String> open = new ArrayList<>();
            client.get(service + "/free/days?from=2027-03-01&to=2027-03-29").is(200)
                    .at("days").forEach(day -> open.add(day.asText()));
            assertThat(open).isEqualTo(
                    MARCH.stream().filter(day -> !closed.contains(day)).toList());
            return closed;
        }
    }
}
