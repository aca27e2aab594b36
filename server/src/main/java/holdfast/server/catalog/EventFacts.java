package holdfast.server.catalog;

import holdfast.Invalid;
import holdfast.server.json.Fields;
import holdfast.server.json.Json;
import holdfast.server.json.Texts;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;

/// What customers want to know of an event beside its description.
///
/// @param subtitle   what stands below the name
/// @param doorsOpen  when the doors open
/// @param minimumAge how old one must be to come in, in years
/// @param access     what people with disabilities find, as in "step-free, hearing loop"
public record EventFacts(
        Optional<String> subtitle, Optional<OffsetDateTime> doorsOpen, Optional<Long> minimumAge,
        Optional<String> access) {
    private static final Duration EARLIEST = Duration.ofDays(1);
    private static final int OLDEST = 120;

    static EventFacts read(Fields fields) {
        return new EventFacts(fields.maybeText("subtitle", 200), fields.maybeMoment("doorsOpen"),
                fields.maybeNumber("minimumAge", 0, OLDEST), fields.maybeProse("access"));
    }

    void write(Json json) {
        json.put("subtitle", subtitle).put("doorsOpen", doorsOpen.map(Texts::text))
                .put("minimumAge", minimumAge).put("access", access);
    }

    void check(Instant start) {
        if (doorsOpen.map(OffsetDateTime::toInstant).filter(
                opened -> opened.isAfter(start) || opened.isBefore(start.minus(EARLIEST)))
                .isPresent()) {
            throw new Invalid("doorsOpen", "must be at most a day before start");
        }
    }

    EventFacts in(Translations translations, String language) {
        return new EventFacts(translations.prose(language, "subtitle", subtitle), doorsOpen,
                minimumAge, translations.prose(language, "access", access));
    }

    /// The same for an event at another time.
    public EventFacts moved(OffsetDateTime from, OffsetDateTime to) {
        return new EventFacts(subtitle,
                doorsOpen.map(opened -> to.minus(Duration.between(opened, from))), minimumAge,
                access);
    }
}
