package holdfast;

import java.util.List;

/// The calendars' time that a listing's change takes and gives back.
///
/// @param venue the hall's time that the listing is to have
/// @param closures blocks to make
/// @param reopened blocks to lift, by id; one that is not there, or was lifted, is no matter
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
