package holdfast.server.desk;

import com.fasterxml.jackson.databind.JsonNode;
import holdfast.server.catalog.Calendar;
import holdfast.server.catalog.Catalog;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Why the API refused a place on the board, and what it offers instead.
///
/// @param why empty if nothing was refused
public record BoardOffers(String why, List<Offer> offers) {
    static final BoardOffers NONE = new BoardOffers("", List.of());

    public BoardOffers {
        offers = List.copyOf(offers);
    }

    /// A place that is free.
    ///
    /// @param value what a form sends back
    /// @param day   its day in words; empty where all offers are of one day
    public record Offer(String value, String day, String time, String with) {}

    /// A place that a form sent back.
    record Chosen(String start, List<String> with) {
        static Optional<Chosen> read(String value) {
            String[] parts = value.split("\\|", -1);
            return parts.length != 2 ? Optional.empty() : Optional.of(new Chosen(parts[0],
                    parts[1].isEmpty() ? List.of() : List.of(parts[1].split(",", -1))));
        }
    }

    static BoardOffers of(DeskVisit visit, Catalog catalog, DeskAnswer.Refused refused) {
        if (!refused.outcome().equals("unavailable")) {
            return new BoardOffers(refused.text(visit.language()), List.of());
        }
        List<String> taken = new ArrayList<>();
        refused.json().path("shortages").forEach(each -> each.path("taken")
                .forEach(id -> taken.add(name(visit, catalog, id.asText()))));
        List<Offer> offers = new ArrayList<>();
        refused.json().path("alternatives").forEach(each -> offer(visit, catalog, each, true)
                .ifPresent(offers::add));
        return new BoardOffers(taken.isEmpty() ? visit.say("board.taken")
                : visit.say("board.taken.by", String.join(", ", taken.stream().distinct()
                        .sorted().toList())),
                offers);
    }

    static List<Offer> starts(DeskVisit visit, Catalog catalog, JsonNode starts) {
        List<Offer> offers = new ArrayList<>();
        starts.forEach(each -> offer(visit, catalog, each, false).ifPresent(offers::add));
        return offers;
    }

    private static Optional<Offer> offer(
            DeskVisit visit, Catalog catalog, JsonNode json, boolean day) {
        try {
            OffsetDateTime start = OffsetDateTime.parse(json.path("start").asText());
            List<String> with = BoardMove.texts(json.path("with"));
            return Optional.of(new Offer(
                    json.path("start").asText() + "|" + String.join(",", with),
                    day ? visit.language().shortDate(start.toLocalDate()) : "",
                    visit.language().time(start.toLocalTime()),
                    String.join(", ", with.stream().map(id -> name(visit, catalog, id))
                            .toList())));
        } catch (DateTimeException none) {
            return Optional.empty();
        }
    }

    private static String name(DeskVisit visit, Catalog catalog, String calendar) {
        return catalog.find(visit.workspace(), calendar, Calendar.class)
                .map(each -> each.entry().name()).orElse(calendar);
    }
}
