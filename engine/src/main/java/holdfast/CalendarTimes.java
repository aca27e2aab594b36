package holdfast;

import java.util.List;

/// The calendar time that a listing's change takes and gives back.
///
/// @param venue the venue's time that the listing is to have
/// @param closures blocks to make
/// @param reopened blocks to lift, by id; one that does not exist or is lifted already is ignored
public record CalendarTimes(VenueTime venue, List<Closure> closures, List<String> reopened) {
    public CalendarTimes {
        closures = List.copyOf(closures);
        reopened = List.copyOf(reopened);
        reopened.forEach(block -> InputRules.id("reopened", block));
    }

    public CalendarTimes(VenueTime venue) {
        this(venue, List.of(), List.of());
    }
}
