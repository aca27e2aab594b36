package holdfast.server.catalog;

import holdfast.Hours;
import holdfast.Invalid;
import holdfast.Inventory;
import holdfast.Window;
import holdfast.server.json.Fields;
import holdfast.server.json.Json;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// The time of a person, a room or a machine: opening hours, and exceptions to them.
///
/// @param lanes how many claims it takes at once
/// @param hours empty for a calendar that is always open
public record Calendar(
        String name, Optional<String> role, ZoneId zone, long lanes,
        Optional<Map<DayOfWeek, List<Hours.Span>>> hours, Exceptions exceptions,
        Presentation shown)
        implements CatalogEntry {

    /// Exceptions to the weekly hours.
    public record Exceptions(List<Special> openings, List<Special> closures) {
        public static final Exceptions NONE = new Exceptions(List.of(), List.of());
    }

    /// One exception.
    ///
    /// @param id for a closure: the id of its block in the engine
    public record Special(String id, Instant start, Instant end, Optional<String> reason) {
        public void write(Json json) {
            json.put("id", id).put("start", start.toString()).put("end", end.toString())
                    .put("reason", reason);
        }
    }

    @Override
    public Kind kind() {
        return Kind.CALENDAR;
    }

    @Override
    public Optional<Picture> picture() {
        return shown.picture();
    }

    @Override
    public Calendar in(String language) {
        return new Calendar(shown.name(language, name), role, zone, lanes, hours, exceptions,
                shown.in(language));
    }

    /// The engine's inventory. Closures are blocks there and not part of the hours.
    public Inventory.Calendar inventory(String id) {
        return new Inventory.Calendar(id, (int) lanes, hours.map(week -> new Hours(zone, week,
                exceptions.openings().stream()
                        .map(each -> new Window(each.start(), each.end())).toList()))
                .orElse(null));
    }

    public Calendar with(Exceptions other) {
        return new Calendar(name, role, zone, lanes, hours, other, shown);
    }

    public static Calendar read(Fields fields) {
        return new Calendar(
                fields.text("name", 200), fields.maybeText("role", 60), fields.zone("timeZone"),
                fields.maybeNumber("lanes", 1, 1_000).orElse(1L),
                fields.maybeObject("hours").map(Calendar::week), Exceptions.NONE,
                Presentation.read(fields, List.of()));
    }

    /// The same with its exceptions, as the catalogue stores it.
    public static Calendar kept(Fields fields) {
        return read(fields).with(new Exceptions(
                fields.objects("openings", 1_000, Calendar::special),
                fields.objects("closures", 10_000, Calendar::special)));
    }

    private static Special special(Fields fields) {
        return new Special(fields.text("id", 64), fields.instant("start"),
                fields.instant("end"), fields.maybeText("reason", 500));
    }

    private static Map<DayOfWeek, List<Hours.Span>> week(Fields fields) {
        Map<DayOfWeek, List<Hours.Span>> week = new EnumMap<>(DayOfWeek.class);
        for (DayOfWeek day : DayOfWeek.values()) {
            String word = word(day);
            List<Hours.Span> spans = fields.each(word, 24, (found, name) -> {
                if (!found.isArray() || found.size() != 2) {
                    throw new Invalid(
                            name, "must be a pair of times, as in [\"09:00\", \"12:00\"]");
                }
                return span(name, time(found.get(0).asText(), name + "[0]"),
                        time(found.get(1).asText(), name + "[1]"));
            });
            if (!spans.isEmpty()) {
                week.put(day, spans);
            }
        }
        fields.done();
        return week;
    }

    private static Hours.Span span(String name, LocalTime from, LocalTime to) {
        try {
            return new Hours.Span(from, to);
        } catch (Invalid wrong) {
            throw new Invalid(name, wrong.complaint());
        }
    }

    private static LocalTime time(String text, String name) {
        try {
            return text.equals("24:00") ? LocalTime.MIDNIGHT : LocalTime.parse(text);
        } catch (DateTimeException nonsense) {
            throw new Invalid(name, "must be a time of day, as in 09:00");
        }
    }

    private static String word(DayOfWeek day) {
        return day.name().substring(0, 3).toLowerCase(Locale.ROOT);
    }

    @Override
    public void write(Json json) {
        json.put("name", name).put("role", role).put("timeZone", zone.getId()).put("lanes", lanes);
        hours.ifPresent(week -> json.object("hours", out -> week.forEach((day, spans) -> out.values(
                word(day), spans,
                (each, span) -> each.elements(List.of(text(span.from()), until(span.to())))))));
        shown.write(json);
        exceptions("openings", exceptions.openings(), json);
        exceptions("closures", exceptions.closures(), json);
    }

    private static void exceptions(String field, List<Special> all, Json json) {
        if (!all.isEmpty()) {
            json.array(field, new ArrayList<>(all), (out, each) -> each.write(out));
        }
    }

    private static String text(LocalTime time) {
        return time.toString();
    }

    private static String until(LocalTime time) {
        return time.equals(LocalTime.MIDNIGHT) ? "24:00" : time.toString();
    }
}
