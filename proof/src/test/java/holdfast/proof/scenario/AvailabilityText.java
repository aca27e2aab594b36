package holdfast.proof.scenario;

import holdfast.Effect;
import holdfast.Free;
import holdfast.JournalLine;
import holdfast.Verb;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;

/// Writes availability and history as scenario text.
record AvailabilityText(Times times, UnaryOperator<String> nameOf) {

    AnswerText tell(Free free) {
        return switch (free) {
            case Free.Places places -> AnswerText.of(places.places() + " free")
                    .with("of " + places.capacity())
                    .with("v" + places.version())
                    .when(!places.onSale(), "withdrawn");
            case Free.Seats seats -> AnswerText.of(seats.free() + " free")
                    .with("of " + seats.seats().size())
                    .with("v" + seats.version())
                    .when(!seats.onSale(), "withdrawn")
                    .list(taken(seats));
            case Free.Times free1 -> AnswerText.of(free1.starts().size() + " starts")
                    .list(free1.starts().stream().map(this::start).toList());
        };
    }

    /// `A1 A2 held + B1 booked`: free seats have no state.
    private static List<String> taken(Free.Seats seats) {
        Map<Free.State, List<String>> names = new EnumMap<>(Free.State.class);
        for (Free.Place place : seats.seats()) {
            names.computeIfAbsent(place.state(), _ -> new ArrayList<>()).add(place.name());
        }
        List<String> taken = new ArrayList<>();
        names.forEach((state, these) -> {
            String word = switch (state) {
                case FREE -> "";
                case HELD -> " held";
                case BOOKED -> " booked";
                case BLOCKED -> " blocked";
            };
            if (!word.isEmpty()) {
                taken.add(String.join(" ", these) + word);
            }
        });
        return taken;
    }

    private String start(Free.Start start) {
        return times.print(start.start()) + " " + String.join(" ", start.calendars());
    }

    AnswerText tell(List<JournalLine> entries) {
        return AnswerText.of(entries.size() + " entries")
                .list(entries.stream().map(this::entry).toList());
    }

    /// `3 hold take ann v1 until 10:15`. The effect is left out where the verb implies it, the
    /// deadline where claims are given back.
    private String entry(JournalLine entry) {
        String verb = word(entry.what().verb());
        String effect = word(entry.what().effect());
        boolean over = entry.what().effect() == Effect.GIVE;
        return entry.version() + " " + verb + (verb.equals(effect) ? "" : " " + effect)
                + entry.of().hold()
                        .map(hold -> " " + nameOf.apply(hold) + " v" + entry.of().holdVersion())
                        .orElse("")
                + entry.of().until().filter(_ -> !over)
                        .map(until -> " until " + times.print(until)).orElse("")
                + entry.what().note()
                        .map(note -> (entry.what().verb() == Verb.BLOCK ? " because " : " noting ")
                                + note)
                        .orElse("");
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
