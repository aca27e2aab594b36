package holdfast.server.storefront;

import holdfast.Claim;
import holdfast.Invalid;
import holdfast.digest.Sha256;
import holdfast.server.booking.Item;
import holdfast.server.web.Form;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Translates between form fields, the items of a hold and requested items.
final class ItemForms {
    static final String PLACES = "places:";
    private static final String COUNT = "count:";

    private ItemForms() {}

    static String event(String inventory) {
        return inventory.substring(0, Math.max(0, inventory.indexOf(':')));
    }

    /// The items that a form requests; empty when nothing was chosen.
    static List<Item> wanted(Form form) {
        List<Item> items = new ArrayList<>();
        form.first("service").ifPresent(service -> items.add(new Item.Visit(
                service, moment(form.must("start")), form.all("with"))));
        String event = form.first("event").orElse("");
        if (!event.isEmpty()) {
            places(form, event, items);
            form.first("best").ifPresentOrElse(
                    area -> items.add(new Item.Seats(event, area, new Claim.Best(
                            (int) form.number(COUNT + area, 1, 100), false))),
                    () -> seats(form, event, items));
        }
        return items;
    }

    /// Seats are named with their area, as in `stalls:A-1`.
    private static void seats(Form form, String event, List<Item> items) {
        Map<String, List<String>> areas = new LinkedHashMap<>();
        for (String seat : form.all("seat")) {
            int colon = seat.indexOf(':');
            if (colon < 1) {
                throw new Invalid("seat", "must carry its area");
            }
            areas.computeIfAbsent(seat.substring(0, colon), any -> new ArrayList<>())
                    .add(seat.substring(colon + 1));
        }
        areas.forEach(
                (area, names) -> items.add(new Item.Seats(event, area, new Claim.Named(names))));
    }

    private static void places(Form form, String event, List<Item> items) {
        for (String name : form.names()) {
            String[] parts = name.split(":", -1);
            if (name.startsWith(PLACES) && parts.length == 3
                    && form.number(name, 0, 1_000_000) > 0) {
                items.add(new Item.Places(event, parts[1],
                        Optional.of(parts[2]).filter(tier -> !tier.isEmpty()),
                        form.number(name, 0, 1_000_000)));
            }
        }
    }

    private static OffsetDateTime moment(String text) {
        try {
            return OffsetDateTime.parse(text);
        } catch (DateTimeException nonsense) {
            throw new Invalid("start", "must be a moment");
        }
    }

    /// The form fields that request all of these items.
    static Map<String, List<String>> fields(List<Item> items) {
        Map<String, List<String>> all = new LinkedHashMap<>();
        items.forEach(item -> fields(item).forEach((name, values) -> all.merge(
                name, values, (some, more) -> Stream.concat(some.stream(), more.stream())
                        .distinct().toList())));
        return all;
    }

    /// The form fields that request this item.
    static Map<String, List<String>> fields(Item item) {
        Map<String, List<String>> fields = new LinkedHashMap<>();
        switch (item) {
            case Item.Places places -> {
                fields.put("event", List.of(places.event()));
                fields.put(PLACES + places.area() + ":" + places.tier().orElse(""),
                        List.of(Long.toString(places.quantity())));
            }
            case Item.Seats seats -> {
                fields.put("event", List.of(seats.event()));
                switch (seats.choice()) {
                    case Claim.Named named -> fields.put("seat", named.names().stream()
                            .map(name -> seats.area() + ":" + name).toList());
                    case Claim.Best best -> {
                        fields.put("best", List.of(seats.area()));
                        fields.put(COUNT + seats.area(),
                                List.of(Integer.toString(best.count())));
                    }
                }
            }
            case Item.Visit visit -> {
                fields.put("service", List.of(visit.service()));
                fields.put("start", List.of(visit.start().toString()));
                fields.put("with", visit.with());
            }
        }
        return fields;
    }

    /// The idempotency key of one choice on one rendering of a page. A second click sends the same
    /// key. A visitor who goes back and chooses something else gets another key.
    static String key(Form form, String chosen) {
        return "counter " + form.must("nonce").replaceAll("[^A-Za-z0-9_-]", "") + " "
                + Sha256.of(chosen);
    }

    /// Joins two items of the same area into one.
    static Optional<Item> joined(Item one, Item other) {
        if (one instanceof Item.Places a && other instanceof Item.Places b
                && a.event().equals(b.event()) && a.area().equals(b.area())
                && a.tier().equals(b.tier())) {
            return Optional.of(new Item.Places(
                    a.event(), a.area(), a.tier(), a.quantity() + b.quantity()));
        }
        if (one instanceof Item.Seats a && other instanceof Item.Seats b
                && a.event().equals(b.event()) && a.area().equals(b.area())
                && a.choice() instanceof Claim.Named named
                && b.choice() instanceof Claim.Named more) {
            List<String> names = new ArrayList<>(named.names());
            more.names().stream().filter(name -> !names.contains(name)).forEach(names::add);
            return Optional.of(new Item.Seats(a.event(), a.area(), new Claim.Named(names)));
        }
        return Optional.empty();
    }
}
