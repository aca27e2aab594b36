package holdfast.server.booking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import holdfast.HoldOutcome;
import holdfast.Invalid;
import holdfast.Refusal;
import holdfast.server.catalog.Service;
import holdfast.server.catalog.Versioned;
import holdfast.testkit.Race;
import holdfast.testkit.Scratch;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class VisitPlannerTest {
    private static final String ALWAYS = """
            {"name": "Somebody", "timeZone": "Europe/Berlin"}""";
    private static final String MORNINGS = """
            {"name": "Somebody", "timeZone": "Europe/Berlin", "hours": {
             "wed": [["09:00", "12:00"]], "thu": [["09:00", "12:00"]]}}""";

    @RegisterExtension
    final Scratch scratch = Scratch.recycled();

    private Salon salon;

    @BeforeEach
    void openOnATuesday() {
        salon = new Salon(scratch);
        scratch.clock().set(Instant.parse("2026-12-01T08:00:00Z"));
    }

    private List<String> free(Versioned<Service> service, String from, String to, String... with) {
        return salon.free(service, LocalDate.parse(from), LocalDate.parse(to),
                List.of(with)).stream().map(each -> each.start().toString()).toList();
    }

    private static Item.Visit at(Versioned<Service> service, String start, String... with) {
        return new Item.Visit(service.id(), OffsetDateTime.parse(start), List.of(with));
    }

    private Versioned<Service> cut(String more) {
        return salon.service("svc_cut", """
                {"name": "Cut", "duration": "PT60M", "step": "PT30M", "bufferAfter": "PT15M",
                 "needs": [{"anyOf": ["cal_maya"]}]%s}""".formatted(more));
    }

    @Test
    void listsNoTimeThatIsTakenWithItsBuffer() {
        salon.calendar("cal_maya", MORNINGS);
        Versioned<Service> cut = cut("");
        assertThat(free(cut, "2026-12-03", "2026-12-09")).containsExactly(
                "2026-12-03T09:00+01:00", "2026-12-03T09:30+01:00", "2026-12-03T10:00+01:00",
                "2026-12-03T10:30+01:00", "2026-12-03T11:00+01:00");
        assertThat(salon.hold(at(cut, "2026-12-03T09:30:00+01:00"), Optional.empty()))
                .isInstanceOf(HoldOutcome.Granted.class);
        assertThat(free(cut, "2026-12-03", "2026-12-09"))
                .containsExactly("2026-12-03T11:00+01:00");
        assertThat(salon.visits.days(Salon.HERE, cut, LocalDate.parse("2026-12-01"),
                LocalDate.parse("2027-01-01"), List.of())).startsWith(
                        LocalDate.parse("2026-12-02"), LocalDate.parse("2026-12-03"),
                        LocalDate.parse("2026-12-09"));
    }

    @Test
    void countsTheTimeOfAnExchangedVisitAsFree() {
        salon.calendar("cal_maya", MORNINGS);
        Versioned<Service> cut = cut("");
        Item.Visit own = at(cut, "2026-12-03T09:30:00+01:00");
        String hold = ((HoldOutcome.Granted) salon.hold(own, Optional.empty())).hold().id();
        LocalDate day = LocalDate.parse("2026-12-03");
        for (String id : List.of(hold, "another")) {
            VisitPlanner.Span span = new VisitPlanner.Span(day, day.plusDays(1), List.of(),
                    Optional.of(salon.visits.moved(cut.entry(), id, own)));
            assertThat(salon.visits.free(Salon.HERE, cut, span, () -> true).items()).as(id)
                    .extracting(each -> each.start().toLocalTime().toString())
                    .containsExactlyElementsOf(id.equals(hold)
                            ? List.of("09:00", "09:30", "10:00", "10:30", "11:00")
                            : List.of("11:00"));
        }
    }

    @Test
    void appliesGridNoticeAndHorizonToListsAndHolds() {
        salon.calendar("cal_maya", ALWAYS);
        Versioned<Service> cut = cut(", \"notice\": \"PT2H\", \"horizon\": \"PT6H\"");
        // It is 09:00 in Berlin, so starts are free from 11:00 and before 15:00.
        assertThat(free(cut, "2026-11-01", "2026-12-31")).containsExactly(
                "2026-12-01T11:00+01:00", "2026-12-01T11:30+01:00", "2026-12-01T12:00+01:00",
                "2026-12-01T12:30+01:00", "2026-12-01T13:00+01:00", "2026-12-01T13:30+01:00",
                "2026-12-01T14:00+01:00", "2026-12-01T14:30+01:00");
        for (String start : List.of("2026-12-01T10:30:00+01:00", "2026-12-01T15:00:00+01:00",
                "2026-12-01T11:10:00+01:00", "2026-12-01T11:00:01+01:00",
                "1900-01-01T00:00:00+01:00", "2199-01-01T00:00:00+01:00")) {
            assertThat(salon.hold(at(cut, start), Optional.empty())).as(start)
                    .isInstanceOfSatisfying(Refusal.Unavailable.class,
                            none -> assertThat(none.shortages()).singleElement()
                                    .satisfies(shortage -> {
                                        assertThat(shortage.item()).isZero();
                                        assertThat(shortage.left()).isZero();
                                    }));
        }
        assertThat(salon.canBeHeld(at(cut, "2026-12-01T09:00:00-01:00")))
                .as("11:00 in Berlin, said in another offset").isTrue();
    }

    @Test
    void listsDaysOfTwentyThreeAndTwentyFiveHours() {
        salon.calendar("cal_maya", ALWAYS);
        Versioned<Service> cut = salon.service("svc_night", """
                {"name": "Watch", "duration": "PT30M", "step": "PT60M", "horizon": "P365D",
                 "needs": [{"anyOf": ["cal_maya"]}]}""");
        assertThat(free(cut, "2027-03-28", "2027-03-29")).hasSize(23).contains(
                "2027-03-28T01:00+01:00", "2027-03-28T03:00+02:00");
        assertThat(free(cut, "2027-10-31", "2027-11-01")).hasSize(25).contains(
                "2027-10-31T02:00+02:00", "2027-10-31T02:00+01:00");
        assertThat(salon.canBeHeld(at(cut, "2027-10-31T02:00:00+02:00"))).isTrue();
        assertThat(salon.canBeHeld(at(cut, "2027-10-31T02:00:00+01:00"))).isTrue();
    }

    @Test
    void assignsTheWantedCalendar() {
        salon.calendar("cal_maya", ALWAYS);
        salon.calendar("cal_jon", ALWAYS);
        salon.calendar("cal_lea", ALWAYS);
        Versioned<Service> four = salon.service("svc_four", """
                {"name": "Four hands", "duration": "PT60M", "step": "PT60M", "needs": [
                  {"anyOf": ["cal_maya", "cal_jon", "cal_lea"]},
                  {"anyOf": ["cal_maya", "cal_jon", "cal_lea"]}]}""");
        String noon = "2026-12-03T12:00:00+01:00";
        assertThat(salon.canBeHeld(at(four, noon, "cal_lea"))).isTrue();
        assertThat(salon.canBeHeld(at(four, noon, "cal_lea", "cal_jon"))).isTrue();
        assertThat(salon.canBeHeld(at(four, noon, "cal_lea", "cal_lea"))).isFalse();
        List<Item.Visit> free = salon.free(four,
                LocalDate.parse("2026-12-03"), LocalDate.parse("2026-12-04"), List.of("cal_lea"));
        assertThat(free).hasSize(24)
                .allSatisfy(each -> assertThat(each.with()).hasSize(2).contains("cal_lea"));
        assertThatThrownBy(() -> salon.hold(at(four, noon, "cal_tom"), Optional.empty()))
                .isInstanceOfSatisfying(Invalid.class,
                        wrong -> assertThat(wrong.field()).isEqualTo("items[0].with"));
    }

    @Test
    void offersNearAlternativesThatCanBeHeld() {
        salon.calendar("cal_maya", MORNINGS);
        salon.calendar("cal_jon", MORNINGS);
        Versioned<Service> cut = salon.service("svc_cut", """
                {"name": "Cut", "duration": "PT60M", "step": "PT30M",
                 "needs": [{"anyOf": ["cal_maya", "cal_jon"]}]}""");
        Item.Visit wanted = at(cut, "2026-12-02T10:00:00+01:00", "cal_maya");
        assertThat(salon.hold(wanted, Optional.empty())).isInstanceOf(HoldOutcome.Granted.class);
        assertThat(salon.hold(wanted, Optional.empty())).isInstanceOf(Refusal.Unavailable.class);
        List<Item.Visit> others = salon.visits.alternatives(Salon.HERE, wanted, 4);
        assertThat(others).extracting(each -> each.start() + " " + each.with()).containsExactly(
                "2026-12-02T10:00+01:00 [cal_jon]", "2026-12-02T09:00+01:00 [cal_maya]",
                "2026-12-02T11:00+01:00 [cal_maya]", "2026-12-03T09:00+01:00 [cal_maya]");
        assertThat(others).allMatch(salon::canBeHeld);
        assertThat(salon.visits.alternatives(
                Salon.HERE, at(cut, "2026-12-02T10:07:00+01:00", "cal_jon"), 2))
                .extracting(each -> each.start().toString())
                .containsExactly("2026-12-02T10:00+01:00", "2026-12-02T10:30+01:00");
        assertThat(salon.visits.alternatives(
                Salon.HERE, at(cut, "2031-12-02T10:07:00+01:00"), 2))
                .as("too far ahead").allMatch(salon::canBeHeld);
    }

    @Test
    void limitsVisitsPerDayAndCustomerUnderConcurrency() {
        for (int each = 0; each < 4; each++) {
            salon.calendar("cal_" + each, ALWAYS);
        }
        Versioned<Service> cut = salon.service("svc_cut", """
                {"name": "Cut", "duration": "PT60M", "step": "PT60M",
                 "needs": [{"anyOf": ["cal_0", "cal_1", "cal_2", "cal_3"]}],
                 "limits": {"perCustomerPerDay": 2, "perCustomer": 3}}""");
        assertThat(granted(cut, "2026-12-03")).isEqualTo(2);
        assertThat(granted(cut, "2026-12-04")).as("another day, but three in all").isEqualTo(1);
        assertThat(granted(cut, "2026-12-05")).isZero();
        assertThat(salon.hold(at(cut, "2026-12-05T12:00:00+01:00"), Optional.of("another")))
                .isInstanceOf(HoldOutcome.Granted.class);
    }

    private long granted(Versioned<Service> service, String day) {
        List<Callable<HoldOutcome>> runners = new ArrayList<>();
        for (int hour = 0; hour < 8; hour++) {
            // In UTC the first of these hours belongs to the day before.
            Item.Visit item = at(service, day + "T0" + hour + ":00:00+01:00");
            runners.add(() -> salon.hold(item, Optional.of("one")));
        }
        return Race.run(runners).stream()
                .filter(HoldOutcome.Granted.class::isInstance).count();
    }
}
