package holdfast.server.desk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import holdfast.HoldfastReads;
import holdfast.server.auth.Permission;
import holdfast.server.catalog.Money;
import holdfast.server.http.Response;
import holdfast.server.http.Route;
import holdfast.server.json.Json;
import holdfast.server.web.Form;
import holdfast.server.web.Language;
import holdfast.server.web.Pages;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// Sells at the box office: choose an event or a service, how many or when, take the money, print
/// the tickets. What was chosen is held until it is paid, so the storefront cannot sell it.
public final class BoxOffice implements DeskSection {
    static final String PATH = "/desk/sell";
    private static final String HOLD_FOR = "PT10M";
    private static final Duration STARTED = Duration.ofHours(6);
    private static final int MOST_OFFERS = 60;

    private final HoldfastReads engine;

    BoxOffice(HoldfastReads engine) {
        this.engine = engine;
    }

    /// The first page: what is on sale.
    public record View(List<Card> events, List<Card> services) {}

    /// Something on sale.
    public record Card(String id, String name, String when, String free) {}

    @Override
    public List<Route> routes(DeskRoutes desk) {
        return List.of(
                desk.get(PATH, "boxOffice", "What the box office can sell.",
                        DeskPlace.BOX_OFFICE, Permission.DESK, this::cards),
                desk.get(PATH + "/event/{id}", "boxOfficeEvent", "Choose places or seats.",
                        DeskPlace.BOX_OFFICE, Permission.DESK,
                        visit -> event(visit, 200, visit.request().path("id"), "")),
                desk.get(PATH + "/service/{id}", "boxOfficeService", "Choose a time.",
                        DeskPlace.BOX_OFFICE, Permission.DESK,
                        visit -> service(visit, 200, visit.request().path("id"), "")),
                desk.post(PATH + "/event/{id}", "boxOfficeHoldPlaces", "Hold places or seats.",
                        DeskPlace.BOX_OFFICE, Permission.DESK, this::holdPlaces),
                desk.post(PATH + "/service/{id}", "boxOfficeHoldTime", "Hold a time.",
                        DeskPlace.BOX_OFFICE, Permission.DESK, this::holdTime),
                desk.get(PATH + "/held/{id}", "boxOfficeHeld", "What is held, and its price.",
                        DeskPlace.BOX_OFFICE, Permission.DESK,
                        visit -> held(visit, 200, "")),
                desk.post(PATH + "/held/{id}", "boxOfficeBook", "Book what is held.",
                        DeskPlace.BOX_OFFICE, Permission.DESK, BoxOffice::book),
                desk.post(PATH + "/held/{id}/release", "boxOfficeRelease",
                        "Give back what is held.", DeskPlace.BOX_OFFICE, Permission.DESK,
                        BoxOffice::release));
    }

    /// The events on sale that have not ended long ago, the next one first.
    static List<JsonNode> upcoming(DeskVisit visit, HoldfastReads engine) {
        return ApiText.items(visit.call(DeskCall.to("listEvents")
                .asking("from", engine.now().minus(STARTED).toString())
                .asking("limit", "100"))).stream()
                .filter(event -> event.path("onSale").asBoolean())
                .sorted(Comparator.comparing(event -> OffsetDateTime
                        .parse(event.path("start").asText()).toInstant()))
                .toList();
    }

    private Response cards(DeskVisit visit) {
        Language language = visit.language();
        List<Card> events = upcoming(visit, engine).stream()
                .map(event -> new Card(event.path("id").asText(), event.path("name").asText(),
                        ApiText.when(language, event), free(visit, event)))
                .toList();
        List<Card> services = ApiText.items(visit.call(
                DeskCall.to("listServices").asking("limit", "100"))).stream()
                .filter(service -> service.path("onSale").asBoolean())
                .map(service -> new Card(service.path("id").asText(),
                        service.path("name").asText(),
                        language.length(Duration.parse(service.path("duration").asText())),
                        ApiText.money(language, service.path("price"))))
                .toList();
        return visit.page(BoxOffice.class, visit.say("desk.nav.boxOffice"),
                new View(events, services));
    }

    private static String free(DeskVisit visit, JsonNode event) {
        long free = areas(visit, event.path("id").asText()).values().stream()
                .mapToLong(area -> area.path("free").asLong()).sum();
        return free == 0 ? visit.say("desk.sell.soldOut")
                : visit.say("desk.sell.free", visit.language().number(free));
    }

    /// How much is free, by area.
    static Map<String, JsonNode> areas(DeskVisit visit, String event) {
        Map<String, JsonNode> areas = new HashMap<>();
        if (visit.call(DeskCall.to("readFree").with("id", event)) instanceof DeskAnswer.Done done) {
            done.json().path("areas").forEach(
                    area -> areas.put(area.path("id").asText(), area));
        }
        return areas;
    }

    private Response event(DeskVisit visit, int status, String id, String problem) {
        return switch (visit.call(DeskCall.to("readEvent").with("id", id))) {
            case DeskAnswer.Refused refused -> visit.page(404, NoticePage.class,
                    visit.say("desk.sell.missing"),
                    new NoticePage.View(refused.text(visit.language()), PATH));
            case DeskAnswer.Done done -> visit.page(status, SellEvent.class,
                    done.json().path("name").asText(), new SellEvent.View(id,
                            ApiText.when(visit.language(), done.json()),
                            offers(visit, done.json()), problem, values(visit.form())));
        };
    }

    private static Map<String, String> values(Form form) {
        Map<String, String> values = new HashMap<>();
        form.names().forEach(name -> form.first(name).ifPresent(
                value -> values.put(name, value)));
        return values;
    }

    private static List<SellEvent.Offer> offers(DeskVisit visit, JsonNode event) {
        Map<String, JsonNode> free = areas(visit, event.path("id").asText());
        List<SellEvent.Offer> offers = new ArrayList<>();
        for (JsonNode area : event.path("areas")) {
            JsonNode now = free.getOrDefault(area.path("id").asText(),
                    MissingNode.getInstance());
            String name = now.path("name").asText(area.path("id").asText());
            if (area.path("kind").asText().equals("seats") || area.path("tiers").isEmpty()) {
                offers.add(new SellEvent.Offer(area.path("kind").asText(),
                        area.path("id").asText(), "", name,
                        prices(visit.language(), area), now.path("free").asLong()));
                continue;
            }
            for (JsonNode tier : area.path("tiers")) {
                offers.add(new SellEvent.Offer("capacity", area.path("id").asText(),
                        tier.path("id").asText(), visit.say("desk.sell.tier", name,
                                tier.path("name").asText(tier.path("id").asText())),
                        ApiText.money(visit.language(), tier.path("price")),
                        tierFree(now, tier.path("id").asText())));
            }
        }
        return offers.subList(0, Math.min(MOST_OFFERS, offers.size()));
    }

    /// The price of an area, or the prices of its tiers.
    private static String prices(Language language, JsonNode area) {
        return area.path("tiers").isEmpty() ? ApiText.money(language, area.path("price"))
                : String.join(" / ", ApiText.all(area.path("tiers")).stream()
                        .map(tier -> ApiText.money(language, tier.path("price"))).toList());
    }

    private static long tierFree(JsonNode area, String tier) {
        return ApiText.all(area.path("tiers")).stream()
                .filter(each -> each.path("id").asText().equals(tier))
                .mapToLong(each -> each.path("free").asLong()).findFirst()
                .orElse(area.path("free").asLong());
    }

    private Response holdPlaces(DeskVisit visit) {
        Form form = visit.form();
        String event = visit.request().path("id");
        List<Consumer<Json>> items = new ArrayList<>();
        for (int at = 0; at < MOST_OFFERS && form.first("area" + at).isPresent(); at++) {
            item(form, event, at).ifPresent(items::add);
        }
        return items.isEmpty()
                ? event(visit, 400, event, visit.say("desk.sell.nothing"))
                : switch (hold(visit, items)) {
                    case DeskAnswer.Done done -> Pages.seeOther(
                            PATH + "/held/" + done.json().path("id").asText());
                    case DeskAnswer.Refused refused ->
                            event(visit, 409, event, refusedPlaces(visit, refused));
                };
    }

    private static String refusedPlaces(DeskVisit visit, DeskAnswer.Refused refused) {
        List<String> missing = ApiText.texts(refused.json().path("ids")).stream()
                .map(id -> id.replaceFirst(".*[/:]", "")).toList();
        return refused.outcome().equals("unknown") && !missing.isEmpty()
                ? visit.say("desk.sell.noSeat", String.join(", ", missing))
                : refused.text(visit.language());
    }

    private static Optional<Consumer<Json>> item(Form form, String event, int at) {
        String seats = form.first("seats" + at).orElse("");
        String count = form.first("count" + at).orElse("0");
        long many = count.matches("[0-9]{1,6}") ? Long.parseLong(count) : 0;
        boolean seated = form.must("kind" + at).equals("seats");
        if (many == 0 && seats.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(json -> {
            json.put("kind", seated ? "seats" : "capacity").put("event", event)
                    .put("area", form.must("area" + at));
            if (!seated) {
                json.put("quantity", many).put("tier", form.first("tier" + at));
            } else if (seats.isEmpty()) {
                json.put("best", many);
            } else {
                json.texts("seats", typedSeats(seats));
            }
        });
    }

    /// The seats that staff typed: A1 is short for A-1.
    private static List<String> typedSeats(String seats) {
        return Arrays.stream(seats.strip().split("[\\s,;]+", -1))
                .map(seat -> seat.replaceFirst("^(\\p{L}+)([0-9]+)$", "$1-$2")).toList();
    }

    private static DeskAnswer hold(DeskVisit visit, List<Consumer<Json>> items) {
        return visit.call(DeskCall.to("hold").once(visit.form().must("nonce"))
                .json(json -> json.put("holdFor", HOLD_FOR).put("override", true)
                        .array("items", items, (out, item) -> item.accept(out))));
    }

    private Response service(DeskVisit visit, int status, String id, String problem) {
        DeskAnswer answer = visit.call(DeskCall.to("readService").with("id", id));
        if (!(answer instanceof DeskAnswer.Done done)) {
            return visit.page(404, NoticePage.class, visit.say("desk.sell.missing"),
                    new NoticePage.View(visit.say("desk.refused.unknown"), PATH));
        }
        List<MovePage.Target> days = MovePage.days(visit, engine, id);
        String day = visit.request().query("day").filter(MovePage::isDay)
                .or(() -> days.stream().findFirst().map(MovePage.Target::value)).orElse("");
        return visit.page(status, SellService.class, done.json().path("name").asText(),
                new SellService.View(id,
                        ApiText.money(visit.language(), done.json().path("price")), days, day,
                        day.isEmpty() ? List.of() : MovePage.times(visit, id, day), problem));
    }

    private Response holdTime(DeskVisit visit) {
        String service = visit.request().path("id");
        String start = visit.form().must("start");
        return switch (hold(visit, List.of(json -> json.put("kind", "time")
                .put("service", service).put("start", start)))) {
            case DeskAnswer.Done done -> Pages.seeOther(
                    PATH + "/held/" + done.json().path("id").asText());
            case DeskAnswer.Refused refused ->
                    service(visit, 409, service, refused.text(visit.language()));
        };
    }

    private static Response held(DeskVisit visit, int status, String problem) {
        String id = visit.request().path("id");
        DeskAnswer answer = visit.call(DeskCall.to("readHold").with("id", id));
        if (!(answer instanceof DeskAnswer.Done done)
                || !done.json().path("status").asText().equals("held")) {
            return answer instanceof DeskAnswer.Done booked
                    && booked.json().path("status").asText().equals("booked")
                            ? Pages.seeOther(BookingDesk.path(id))
                            : visit.page(409, NoticePage.class, visit.say("desk.sell.over"),
                                    new NoticePage.View(visit.say("desk.sell.over.text"), PATH));
        }
        Language language = visit.language();
        Optional<Money> total = ApiText.money(done.json().path("total"));
        return visit.page(status, SellHeld.class, visit.say("desk.sell.take"), new SellHeld.View(
                id, BookingDesk.items(language, done.json()),
                total.map(language::money).orElse(""), total.map(Money::amount).orElse(0L),
                total.map(Money::currency).orElse(""),
                language.time(Instant.parse(done.json().path("expiresAt").asText())
                        .atZone(ApiText.zoneOf(done.json())).toLocalTime()),
                problem, values(visit.form())));
    }

    /// A payment that staff took.
    static Consumer<Json> paid(DeskVisit visit, String how, Money amount) {
        return json -> json.put("method", "external")
                .put("reference", visit.say("desk.sell.paid." + how))
                .object("amount", amount::write);
    }

    private static Response book(DeskVisit visit) {
        Form form = visit.form();
        String id = visit.request().path("id");
        String how = form.must("pay");
        Optional<String> currency = form.first("currency");
        DeskAnswer answer = visit.call(DeskCall.to("confirmHold").with("id", id)
                .once(form.must("nonce")).json(json -> {
                    json.object("customer", out -> out.put("name", form.first("name"))
                            .put("email", form.first("email"))
                            .put("phone", form.first("phone")));
                    if (currency.isPresent() && (how.equals("cash") || how.equals("card"))) {
                        json.object("payment", paid(visit, how, new Money(
                                form.number("smallest", 0, 999_999_999), currency.get())));
                    } else {
                        json.object("payment", out -> out.put("method", "onSite"));
                    }
                }));
        return switch (answer) {
            case DeskAnswer.Done done -> visit.done(
                    BookingDesk.path(done.json().path("id").asText()), "sold");
            case DeskAnswer.Refused refused -> held(visit, 409, refused.text(visit.language()));
        };
    }

    private static Response release(DeskVisit visit) {
        visit.call(DeskCall.to("cancelHold").with("id", visit.request().path("id")));
        return visit.done(PATH, "released");
    }
}
