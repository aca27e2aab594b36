package holdfast.server.desk;

import holdfast.server.auth.Permission;
import holdfast.server.auth.Principal;
import java.util.List;
import java.util.stream.Stream;

/// The places of the navigation, in their order. The text of each is the message `desk.nav.` with
/// its word.
public enum DeskPlace {
    TODAY("today", "/desk", Permission.READ),
    BOARD("board", "/desk/board", Permission.READ),
    BOX_OFFICE("boxOffice", "/desk/sell", Permission.DESK),
    BOOKINGS("bookings", "/desk/bookings", Permission.READ),
    EVENTS("events", "/desk/events", Permission.READ),
    SERVICES("services", "/desk/services", Permission.READ),
    MONEY("money", "/desk/money", Permission.READ),
    DOOR("door", "/desk/scan", Permission.DOOR),
    REPORTS("reports", "/desk/reports", Permission.READ),
    SETTINGS("settings", "/desk/settings", Permission.MANAGE),
    NOWHERE("", "", Permission.OWN);

    private final String word;
    private final String path;
    private final Permission needs;

    DeskPlace(String word, String path, Permission needs) {
        this.word = word;
        this.path = path;
        this.needs = needs;
    }

    public String word() {
        return word;
    }

    public String path() {
        return path;
    }

    /// The places that a member of staff may open.
    static List<DeskPlace> of(Principal who) {
        return Stream.of(values()).filter(place -> place != NOWHERE)
                .filter(place -> DeskRoutes.may(who, place.needs)).toList();
    }
}
