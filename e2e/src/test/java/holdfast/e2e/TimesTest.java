package holdfast.e2e;

import static holdfast.e2e.SampleItems.basket;
import static holdfast.e2e.SampleItems.basketFor;
import static holdfast.e2e.SampleItems.visit;
import static holdfast.e2e.TestShop.shop;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/// Services with people and rooms, line by line.
class TimesTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private final Client owner = shop().owner();
    private final Client visitor = shop().visitor();
    private final String maya = SampleItems.calendar(owner, "Maya");
    private final String room = SampleItems.calendar(owner, "Room 1");
    private final LocalDate day = LocalDate.now(BERLIN).plusDays(7);

    @AfterAll
    static void clean() {
        TestShop.clean(shop().owner());
    }

    private String service(String more, String needs) {
        return owner.post("/v1/services", """
                {"name": "Massage", "duration": "PT60M", "bufferBefore": "PT0M",
                 "bufferAfter": "PT15M", "step": "PT15M", "notice": "PT2H", "horizon": "P90D",
                 "price": {"amount": 9000, "currency": "EUR"}, "needs": [%s]%s}"""
                .formatted(needs, more)).is(201).text("id");
    }

    private String massage() {
        return service("", "{\"anyOf\": [\"" + maya + "\"]}, {\"anyOf\": [\"" + room + "\"]}");
    }

    private String at(String time) {
        return OffsetDateTime.ofInstant(
                day.atTime(java.time.LocalTime.parse(time)).atZone(BERLIN).toInstant(),
                BERLIN).toString();
    }

    private List<String> starts(String service, String more) {
        Reply free = visitor.get("/v1/services/" + service + "/free?from=" + day + "&to="
                + day.plusDays(1) + more).is(200);
        assertThat(free.text("timeZone")).isEqualTo("Europe/Berlin");
        List<String> all = new ArrayList<>();
        free.at("starts").forEach(each -> all.add(
                OffsetDateTime.parse(each.path("start").asText()).toLocalTime().toString()));
        return all;
    }

    @Test
    void holdsExactlyTheListedTimes() {
        String massage = massage();
        assertThat(starts(massage, "")).startsWith("09:00", "09:15").endsWith("16:45", "17:00")
                .hasSize(33);
        Reply listed = visitor.get("/v1/services/" + massage + "/free?from=" + day + "&to="
                + day.plusDays(1)).is(200);
        Reply hold = visitor.post("/v1/holds", basket("""
                {"kind": "time", "service": "%s", "start": "%s", "with": ["%s", "%s"]}"""
                .formatted(massage, listed.text("/starts/4/start"),
                        listed.text("/starts/4/with/0"), listed.text("/starts/4/with/1"))))
                .is(201);
        assertThat(hold.number("/total/amount")).isEqualTo(9000);
        assertThat(Instant.parse(hold.text("/items/0/start")))
                .isEqualTo(OffsetDateTime.parse(at("10:00")).toInstant());
        assertThat(hold.at("/items/0/with").toString()).contains(maya, room);
        // Taken are its hour and its buffer after, and before it an hour and that visit's buffer.
        assertThat(starts(massage, "")).contains("11:15").doesNotContain(
                "09:00", "09:15", "10:00", "10:45", "11:00").hasSize(33 - 9);
        Reply refused = visitor.post("/v1/holds", basket(visit(massage, at("10:45"))))
                .refuses(409, "unavailable");
        assertThat(refused.at("/shortages/0/taken").toString()).contains(maya);
        assertThat(refused.at("alternatives")).isNotEmpty();
        refused.at("alternatives").forEach(item -> assertThat(visitor.post("/v1/holds",
                basket(item.toString())).status()).isIn(201, 409));
    }

    @Test
    void keepsGridNoticeAndHorizon() {
        String massage = massage();
        visitor.post("/v1/holds", basket(visit(massage, at("10:05"))))
                .refuses(409, "unavailable");
        visitor.post("/v1/holds", basket(visit(massage, at("08:00"))))
                .refuses(409, "unavailable");
        visitor.post("/v1/holds", basket(visit(massage, Instant.now().toString())))
                .refuses(409, "unavailable");
        visitor.post("/v1/holds", basket(visit(massage,
                at("10:00").replace(Integer.toString(day.getYear()), "2095"))))
                .refuses(409, "unavailable");
        visitor.post("/v1/holds", basket(visit("svc_none", at("10:00")))).refuses(404, "unknown");
        visitor.post("/v1/holds", basket(visit(massage, at("10:00")))).is(201);
    }

    @Test
    void appliesClosuresAndOpenings() {
        String massage = massage();
        Reply closure = owner.post("/v1/calendars/" + maya + "/closures", """
                {"start": "%s", "end": "%s", "reason": "dentist"}"""
                .formatted(at("09:00"), at("12:00"))).is(201);
        Reply opening = owner.post("/v1/calendars/" + maya + "/openings", """
                {"start": "%s", "end": "%s"}""".formatted(at("18:00"), at("20:00"))).is(201);
        owner.post("/v1/calendars/" + room + "/openings", """
                {"start": "%s", "end": "%s"}""".formatted(at("18:00"), at("20:00"))).is(201);
        assertThat(starts(massage, "")).startsWith("12:00").endsWith("19:00");
        Reply hold = visitor.post("/v1/holds", basket(visit(massage, at("18:00")))).is(201);
        owner.post("/v1/calendars/" + maya + "/closures", """
                {"start": "%s", "end": "%s"}""".formatted(at("18:30"), at("19:00")))
                .refuses(409, "inTheWay");
        owner.delete("/v1/calendars/" + maya + "/closures/" + closure.text("id")).is(204);
        owner.delete("/v1/calendars/" + maya + "/openings/" + opening.text("id")).is(204);
        // The hold in it stays, and the buffer of a visit at five would reach into it.
        assertThat(starts(massage, "")).startsWith("09:00").endsWith("16:45");
        assertThat(owner.get("/v1/holds/" + hold.text("id")).is(200).text("status"))
                .isEqualTo("held");
    }

    @Test
    void assignsOneCalendarPerNeedAndTheWantedOne() {
        String jon = SampleItems.calendar(owner, "Jon");
        String massage = service("", "{\"anyOf\": [\"" + maya + "\", \"" + jon + "\"]}");
        Reply first = visitor.post("/v1/holds", basket("""
                {"kind": "time", "service": "%s", "start": "%s", "with": ["%s"]}"""
                .formatted(massage, at("10:00"), jon))).is(201);
        assertThat(first.text("/items/0/with/0")).isEqualTo(jon);
        assertThat(starts(massage, "&with=" + jon)).doesNotContain("10:00");
        assertThat(starts(massage, "&with=" + maya)).contains("10:00");
        visitor.post("/v1/holds", basket(visit(massage, at("10:00")))).is(201);
        assertThat(starts(massage, "")).doesNotContain("10:00");
        visitor.get("/v1/services/" + massage + "/free?with=cal_none").refuses(400, "invalid");
    }

    /// A person who is free while the mask takes effect.
    @Test
    void holdsANeedForAPartOfTheTime() {
        String mask = service("", """
                {"anyOf": ["%s"], "from": "PT0M", "to": "PT15M"}, {"anyOf": ["%s"]}"""
                .formatted(maya, room));
        String quick = owner.post("/v1/services", """
                {"name": "Brows", "duration": "PT30M", "step": "PT15M",
                 "needs": [{"anyOf": ["%s"]}]}""".formatted(maya)).is(201).text("id");
        visitor.post("/v1/holds", basket(visit(mask, at("10:00")))).is(201);
        visitor.post("/v1/holds", basket(visit(quick, at("10:15")))).is(201);
        visitor.post("/v1/holds", basket(visit(quick, at("10:00"))))
                .refuses(409, "unavailable");
        visitor.post("/v1/holds", basket(visit(mask, at("10:45")))).refuses(409, "unavailable");
    }

    @Test
    void limitsVisitsPerDayAndCustomer() {
        String massage = service(", \"limits\": {\"perCustomerPerDay\": 1}",
                "{\"anyOf\": [\"" + maya + "\"]}");
        String customer = "cus-" + massage;
        visitor.post("/v1/holds", basketFor(customer, visit(massage, at("09:00")))).is(201);
        Reply refused = visitor.post("/v1/holds",
                basketFor(customer, visit(massage, at("12:00")))).refuses(409, "limitReached");
        assertThat(refused.number("left")).isZero();
        visitor.post("/v1/holds", basketFor(customer + "2", visit(massage, at("12:00")))).is(201);
        // Without a customer the limit is one visit in this hold.
        visitor.post("/v1/holds", "{\"items\": [" + visit(massage, at("14:00")) + "]}").is(201);
        visitor.post("/v1/holds", "{\"items\": [" + visit(massage, at("15:15")) + ", "
                + visit(massage, at("16:30")) + "]}").refuses(409, "limitReached");
    }

    @Test
    void holdsABasketOfAllKindsOrNothing() {
        String event = SampleItems.concert(owner);
        String massage = massage();
        visitor.post("/v1/holds",
                basket(SampleItems.places(event, 2), SampleItems.seats(event, "A-1"),
                        visit(massage, at("10:00"))))
                .is(201);
        visitor.post("/v1/holds",
                basket(SampleItems.places(event, 2), SampleItems.seats(event, "A-2"),
                        visit(massage, at("10:00"))))
                .refuses(409, "unavailable");
        Reply free = visitor.get("/v1/events/" + event + "/free").is(200);
        assertThat(free.number("/areas/0/free")).isEqualTo(498);
        assertThat(free.number("/areas/1/free")).isEqualTo(22);
    }
}
