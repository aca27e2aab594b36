package holdfast.server.api;

import holdfast.HeldItem;
import holdfast.Hold;
import holdfast.Window;
import holdfast.server.booking.BookingNote;
import holdfast.server.booking.BookingRules;
import holdfast.server.booking.Deposits;
import holdfast.server.booking.PriceSummary;
import holdfast.server.booking.PricedHolds;
import holdfast.server.booking.References;
import holdfast.server.booking.VisitPlanner;
import holdfast.server.catalog.Service;
import holdfast.server.json.Json;
import holdfast.server.json.Texts;
import holdfast.server.payment.BookingAmounts;
import holdfast.server.payment.CancelledItem;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Writes a hold or booking as JSON.
public final class HoldJson {
    private final PricedHolds priced;
    private final VisitPlanner visits;
    private final BookingAmounts amounts;
    private final BookingRules rules;

    public HoldJson(PricedHolds priced, VisitPlanner visits, BookingAmounts amounts,
            BookingRules rules) {
        this.rules = rules;
        this.priced = priced;
        this.visits = visits;
        this.amounts = amounts;
    }

    PriceSummary summary(String workspace, Hold hold) {
        return priced.summary(workspace, hold);
    }

    List<PricedHolds.Line> lines(String workspace, Hold hold) {
        return priced.lines(workspace, hold);
    }

    /// The same hold with its booking's id.
    void booking(Json json, String workspace, Hold hold) {
        write(json, workspace, hold, bookingId(hold.id()), amounts.of(workspace, hold));
    }

    void bookings(Json json, String name, String workspace, List<Hold> bookings) {
        Map<String, BookingAmounts.Amounts> all = amounts.of(workspace, bookings);
        json.array(name, bookings, (each, hold) -> write(
                each, workspace, hold, bookingId(hold.id()),
                all.getOrDefault(hold.id(), BookingAmounts.Amounts.NONE)));
    }

    static String bookingId(String hold) {
        return hold.startsWith("hld_") ? "bkg_" + hold.substring(4) : hold;
    }

    void write(Json json, String workspace, Hold hold) {
        write(json, workspace, hold, hold.id(), amounts.of(workspace, hold));
    }

    private void write(
            Json json, String workspace, Hold hold, String id, BookingAmounts.Amounts due) {
        List<PricedHolds.Line> lines = priced.lines(workspace, hold);
        json.put("id", id).put("status", status(hold)).put("version", hold.version());
        switch (hold) {
            case Hold.Held held -> json.put("expiresAt", held.deadline().toString());
            case Hold.Booked booked -> json.put("bookedAt", booked.at().toString());
            case Hold.Cancelled cancelled -> json.put("cancelledAt", cancelled.at().toString());
            case Hold.Expired expired -> json.put("expiresAt", expired.at().toString());
            case Hold.Blocked blocked -> json.put("reason", blocked.reason());
        }
        json.put("madeAt", hold.basket().madeAt().toString());
        Optional<BookingNote> particulars = BookingNote.of(hold);
        if (particulars.isPresent()) {
            json.put("reference", References.of(hold.id()));
            json.object("customer", out -> {
                out.put("id", hold.basket().customer());
                particulars.get().contact().write(out);
            });
            particulars.get().payment()
                    .ifPresent(payment -> json.object("payment", payment::write));
        } else {
            json.put("customer", hold.basket().customer());
        }
        json.array("items", lines, (out, line) -> item(out, workspace, line));
        PriceSummary summary = priced.summary(workspace, hold);
        summary.total().ifPresent(total -> json.object("total", total::write));
        if (!(hold instanceof Hold.Blocked) && !summary.lines().isEmpty()) {
            json.object("priceSummary", out -> PriceSummaryJson.write(out, summary));
        }
        Deposits.now(priced, workspace, hold).ifPresent(now -> json.object("deposit",
                out -> out.object("amount", now::write).put("restUntil",
                        Deposits.until(priced, rules, workspace, hold).map(Instant::toString))));
        due.owed().ifPresent(owed -> json.object("owed", owed::write));
        due.refundDue().ifPresent(much -> json.object("refundDue", much::write));
        if (!due.items().isEmpty()) {
            json.array("cancelledItems", due.items(),
                    (out, each) -> cancelled(out, workspace, each));
        }
        if (!due.fees().isEmpty()) {
            json.array("fees", due.fees(), (out, fee) -> out.put("kind", fee.kind().word())
                    .put("status", fee.state().word()).object("amount", fee.amount()::write)
                    .put("by", fee.by()).put("at", fee.at().toString()));
        }
    }

    private void cancelled(Json json, String workspace, CancelledItem item) {
        json.object("item", out -> {
            item.item().write(out);
            priced.entry(workspace, item.sold()).ifPresent(entry -> out.put("name", entry.name()));
        });
        json.put("at", item.at().toString()).put("by", item.by())
                .object("fee", item.fee()::write).object("refund", item.refund()::write);
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

    private void item(Json json, String workspace, PricedHolds.Line line) {
        switch (line.taken()) {
            case HeldItem.Capacity places -> {
                json.put("kind", "capacity").put("event", event(places.pool()))
                        .put("area", line.area()).put("tier", line.tier())
                        .put("quantity", places.quantity());
                about(json, workspace, line);
            }
            case HeldItem.Seats seats -> {
                json.put("kind", "seats").put("event", event(seats.seatMap()))
                        .put("area", line.area()).texts("seats", seats.names());
                about(json, workspace, line);
            }
            case HeldItem.Time time -> visit(json, line, time, zone(workspace, line));
        }
        line.price().ifPresent(price -> json.object("price", price::write));
    }

    /// The name at the time of sale, and the event's present time.
    private void about(Json json, String workspace, PricedHolds.Line line) {
        json.put("name", line.name());
        priced.when(workspace, line).ifPresent(when -> json
                .put("start", Texts.text(when.start())).put("end", Texts.text(when.end()))
                .put("timeZone", when.zone().getId()));
        priced.movedFrom(workspace, line).ifPresent(sold -> json.object("movedFrom", out -> out
                .put("start", Texts.text(sold.start())).put("end", Texts.text(sold.end()))));
    }

    private ZoneId zone(String workspace, PricedHolds.Line line) {
        return line.of().filter(of -> of.entry() instanceof Service)
                .flatMap(of -> visits.maybeZone(workspace, (Service) of.entry()))
                .orElse(ZoneOffset.UTC);
    }

    private static void visit(Json json, PricedHolds.Line line, HeldItem.Time time, ZoneId zone) {
        Instant start = time.stretches().stream().map(HeldItem.Stretch::visit)
                .map(Window::from).min(Instant::compareTo).orElseThrow();
        Instant end = time.stretches().stream().map(HeldItem.Stretch::visit)
                .map(Window::to).max(Instant::compareTo).orElseThrow();
        json.put("kind", "time").put("service", line.stamp().id())
                .put("start", Texts.text(start.atZone(zone).toOffsetDateTime()))
                .put("end", Texts.text(end.atZone(zone).toOffsetDateTime()))
                .put("timeZone", zone.getId())
                .texts("with", time.stretches().stream()
                        .map(HeldItem.Stretch::calendar).distinct().toList())
                .put("name", line.name());
    }

    /// One item as a short text, for a cell of a table.
    static String words(PricedHolds.Line line) {
        String name = line.name();
        return switch (line.taken()) {
            case HeldItem.Capacity places -> places.quantity() + " × " + name + " " + line.area();
            case HeldItem.Seats seats -> name + " " + line.area() + " "
                    + String.join(" ", seats.names());
            case HeldItem.Time time -> name + " " + time.stretches().getFirst().visit().from();
        };
    }

    private static String event(String inventory) {
        return inventory.substring(0, Math.max(0, inventory.indexOf(':')));
    }
}
