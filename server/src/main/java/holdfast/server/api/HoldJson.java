package holdfast.server.api;

import holdfast.Hold;
import holdfast.Taken;
import holdfast.Window;
import holdfast.server.catalog.Event;
import holdfast.server.catalog.Service;
import holdfast.server.catalog.Stored;
import holdfast.server.checkout.Particulars;
import holdfast.server.checkout.Priced;
import holdfast.server.checkout.References;
import holdfast.server.json.Json;
import holdfast.server.json.Texts;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/// A hold or booking as the API shows it.
public final class HoldJson {
    private final Priced priced;

    public HoldJson(Priced priced) {
        this.priced = priced;
    }

    void write(Json json, String workspace, Hold hold) {
        List<Priced.Line> lines = priced.lines(workspace, hold);
        json.put("id", hold.id()).put("status", status(hold)).put("version", hold.version());
        switch (hold) {
            case Hold.Held held -> json.put("expiresAt", held.deadline().toString());
            case Hold.Booked booked -> json.put("bookedAt", booked.at().toString());
            case Hold.Cancelled cancelled -> json.put("cancelledAt", cancelled.at().toString());
            case Hold.Expired expired -> json.put("expiresAt", expired.at().toString());
            case Hold.Blocked blocked -> json.put("reason", blocked.reason());
        }
        json.put("madeAt", hold.basket().madeAt().toString());
        Optional<Particulars> particulars = Particulars.of(hold);
        if (particulars.isPresent()) {
            json.put("reference", References.of(hold.id()));
            json.object("customer", out -> {
                out.put("id", hold.basket().customer());
                particulars.get().contact().write(out);
            });
            particulars.get().payment().ifPresent(payment ->
                    json.object("payment", payment::write));
        } else {
            json.put("customer", hold.basket().customer());
        }
        json.array("items", lines, HoldJson::item);
        Priced.total(lines).ifPresent(total -> json.object("total", total::write));
    }

    static String status(Hold hold) {
        return switch (hold) {
            case Hold.Held held -> "held";
            case Hold.Booked booked -> "booked";
            case Hold.Blocked blocked -> "blocked";
            case Hold.Cancelled cancelled -> "cancelled";
            case Hold.Expired expired -> "expired";
        };
    }

    private static void item(Json json, Priced.Line line) {
        String name = line.of().map(each -> each.thing().name()).orElse("");
        switch (line.taken()) {
            case Taken.Capacity places -> {
                json.put("kind", "capacity").put("event", event(places.pool()))
                        .put("area", line.area()).put("tier", line.tier())
                        .put("quantity", places.quantity());
                about(json, line, name);
            }
            case Taken.Seats seats -> {
                json.put("kind", "seats").put("event", event(seats.seatMap()))
                        .put("area", line.area()).texts("seats", seats.names());
                about(json, line, name);
            }
            case Taken.Time time -> visit(json, line, time, name);
        }
        line.price().ifPresent(price -> json.object("price", price::write));
    }

    private static void about(Json json, Priced.Line line, String name) {
        json.put("name", name);
        line.of().filter(each -> each.thing() instanceof Event).ifPresent(each -> {
            Event.When when = ((Event) each.thing()).when();
            json.put("start", Texts.text(when.start())).put("timeZone", when.zone().getId());
        });
    }

    private static void visit(Json json, Priced.Line line, Taken.Time time, String name) {
        Instant start = time.stretches().stream().map(Taken.Stretch::visit)
                .map(Window::from).min(Instant::compareTo).orElseThrow();
        Instant end = time.stretches().stream().map(Taken.Stretch::visit)
                .map(Window::to).max(Instant::compareTo).orElseThrow();
        ZoneId zone = ZoneOffset.UTC;
        json.put("kind", "time");
        if (line.of().isPresent() && line.of().get().thing() instanceof Service) {
            Stored<?> service = line.of().get();
            json.put("service", service.id());
        }
        json.put("start", Texts.text(start.atZone(zone).toOffsetDateTime()))
                .put("end", Texts.text(end.atZone(zone).toOffsetDateTime()))
                .texts("with", time.stretches().stream()
                        .map(Taken.Stretch::calendar).distinct().toList())
                .put("name", name);
    }

    private static String event(String inventory) {
        return inventory.substring(0, Math.max(0, inventory.indexOf(':')));
    }
}
