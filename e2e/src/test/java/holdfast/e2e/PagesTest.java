package holdfast.e2e;

import static holdfast.e2e.SampleItems.ANN;
import static holdfast.e2e.SampleItems.basket;
import static holdfast.e2e.SampleItems.seats;
import static holdfast.e2e.TestShop.shop;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Pagination: a page continues behind the end of the one before, even if that entry is gone.
class PagesTest {
    private final TestShop.Pair alone = shop().workspace();
    private final Client owner = alone.owner();

    private static List<String> ids(Reply page) {
        List<String> ids = new ArrayList<>();
        page.at("items").forEach(each -> ids.add(each.path("id").asText()));
        return ids;
    }

    private static Reply page(Client client, String list, int limit, String after) {
        return client.get(list + "?limit=" + limit + (after.isEmpty() ? "" : "&after=" + after))
                .is(200);
    }

    /// Reads the first two of a list, deletes the second, and reads the rest.
    private static void goesOn(Client client, String list, List<String> all, Runnable gone) {
        Reply first = page(client, list, 2, "");
        assertThat(ids(first)).as(list).isEqualTo(all.subList(0, 2));
        gone.run();
        Reply rest = page(client, list, 500, first.text("next"));
        assertThat(ids(rest)).as(list).isEqualTo(all.subList(2, all.size()));
    }

    @Test
    void closures() {
        String list = "/v1/calendars/" + SampleItems.calendar(owner, "Maya") + "/closures";
        List<String> all = IntStream.rangeClosed(1, 5).mapToObj(day -> owner.post(list, """
                {"start": "2031-03-0%1$dT09:00:00Z", "end": "2031-03-0%1$dT10:00:00Z"}"""
                .formatted(day)).is(201).text("id")).toList();
        goesOn(owner, list, all, () -> owner.delete(list + "/" + all.get(1)).is(204));
    }

    @Test
    void events() {
        List<String> all = IntStream.rangeClosed(1, 5).mapToObj(day -> owner.post("/v1/events",
                SampleItems.CONCERT.formatted(5, 5).replace("2030-12-12", "2030-12-1" + day))
                .is(201).text("id")).toList();
        goesOn(alone.visitor(), "/v1/events", all,
                () -> owner.delete("/v1/events/" + all.get(1)).is(204));
    }

    @Test
    void sortedByName() {
        List<String> all = IntStream.rangeClosed(1, 5)
                .mapToObj(at -> SampleItems.calendar(owner, "Zoë " + at)).toList();
        Reply second = owner.get("/v1/calendars/" + all.get(1)).is(200);
        goesOn(owner, "/v1/calendars", all, () -> owner.patch("/v1/calendars/" + all.get(1),
                "{\"name\": \"Aaron\"}", "If-Match", second.needed("ETag")).is(200));
    }

    @Test
    void charts() {
        List<String> made = IntStream.rangeClosed(1, 5).mapToObj(at -> owner.post("/v1/charts", """
                {"name": "Hall %d", "areas": [{"id": "a", "rows": [{"row": "A", "seats": 2}]}]}"""
                .formatted(at)).is(201).text("id")).toList();
        List<String> all = ids(page(owner, "/v1/charts", 500, ""));
        assertThat(all).containsExactlyInAnyOrderElementsOf(made);
        goesOn(owner, "/v1/charts", all, () -> owner.delete("/v1/charts/" + all.get(1)).is(204));
    }

    @Test
    void blocks() {
        String event = SampleItems.concert(owner);
        List<String> all = IntStream.rangeClosed(1, 5).mapToObj(at -> owner.post("/v1/blocks", """
                {"items": [%s], "reason": "house"}""".formatted(seats(event, "A-" + at)))
                .is(201).text("id")).toList();
        goesOn(owner, "/v1/blocks", all,
                () -> owner.delete("/v1/blocks/" + all.get(1)).is(204));
    }

    @Test
    void keysAndStaff() {
        for (int at = 0; at < 4; at++) {
            owner.post("/v1/keys", "{\"kind\": \"secret\", \"name\": \"till\"}").is(201);
            owner.post("/v1/staff", """
                    {"email": "a%d@example.org", "name": "A", "role": "desk"}""".formatted(at))
                    .is(201);
        }
        List<String> staff = ids(page(owner, "/v1/staff", 500, ""));
        goesOn(owner, "/v1/staff", staff,
                () -> owner.delete("/v1/staff/" + staff.get(1)).is(204));
        List<String> keys = ids(page(owner, "/v1/keys", 500, ""));
        goesOn(owner, "/v1/keys", keys, () -> {});
    }

    /// Several lines of a history may have the same time.
    @Test
    void historiesAndVersions() {
        String event = SampleItems.concert(owner);
        Reply hold = alone.visitor().post("/v1/holds", basket(seats(event, "A-1"))).is(201);
        Reply booking = alone.visitor().token(hold)
                .post("/v1/holds/" + hold.text("id") + "/confirm", ANN).is(201);
        owner.post("/v1/bookings/" + booking.text("id") + "/cancel", "").is(200);
        wholePageByPage("/v1/bookings/" + booking.text("id") + "/history");
        for (int at = 0; at < 12; at++) {
            Reply now = owner.get("/v1/events/" + event).is(200);
            owner.patch("/v1/events/" + event, "{\"name\": \"Concert %d\"}".formatted(at),
                    "If-Match", now.needed("ETag")).is(200);
        }
        wholePageByPage("/v1/events/" + event + "/versions");
    }

    private void wholePageByPage(String list) {
        List<String> all = new ArrayList<>();
        owner.get(list).is(200).at("items").forEach(each -> all.add(each.toString()));
        assertThat(all.size()).isGreaterThan(3);
        List<String> found = new ArrayList<>();
        String after = "";
        do {
            Reply page = page(owner, list, 1, after);
            page.at("items").forEach(each -> found.add(each.toString()));
            after = page.body().path("next").asText("");
        } while (!after.isEmpty());
        assertThat(found).isEqualTo(all);
    }

    @Test
    void refusesAnInvalidPosition() {
        for (String mark : List.of("evt_gone", "at-%2B", "at-_w", "x", "~")) {
            assertThat(owner.get("/v1/events?after=" + mark).refuses(400, "invalid")
                    .text("field")).as(mark).isEqualTo("after");
        }
        assertThat(owner.get("/v1/blocks?after=x").refuses(400, "invalid").text("field"))
                .isEqualTo("after");
    }
}
