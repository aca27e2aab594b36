package holdfast.time;

import holdfast.Hours;
import holdfast.JournalLine;
import java.util.Optional;

/// The text of a calendar in the journal: whether it is on sale, its lanes, its opening hours.
public final class CalendarDefinition {
    private static final String ON_SALE = "offered";

    private CalendarDefinition() {}

    /// @param hours as the calendar's row has them; empty where it is always open
    static String of(int lanes, String hours, boolean offered) {
        return "calendar " + (offered ? ON_SALE : "withdrawn") + " " + lanes + " " + hours;
    }

    public static JournalLine.Calendar parse(String text) {
        String[] word = text.split(" ", 4);
        Optional<Hours> hours = word[3].isEmpty()
                ? Optional.empty() : Optional.of(OpeningHours.parse(word[3]).hours());
        return new JournalLine.Calendar(
                Integer.parseInt(word[2]), hours, word[1].equals(ON_SALE));
    }
}
