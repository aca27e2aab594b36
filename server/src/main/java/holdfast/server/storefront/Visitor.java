package holdfast.server.storefront;

import holdfast.Hold;
import holdfast.server.http.Request;
import holdfast.server.web.Language;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Optional;

/// A visitor of the storefront, for one request.
///
/// @param who    the visitor's id from the cookie, by which limits count
/// @param basket the visitor's hold, in any state
/// @param now    the engine's time, used for everything on the page
public record Visitor(
        Request request, Place place, Who who, Language language, Optional<Hold> basket,
        Instant now) {

    /// The workspace, and the path prefix of its pages.
    public record Place(String workspace, String base) {}

    /// The visitor's identity.
    ///
    /// @param zone  the visitor's time zone, if the browser sent it
    /// @param fresh whether the visitor has no cookie yet
    public record Who(String id, Optional<ZoneId> zone, boolean fresh) {}

    /// The address by which the visitor's holds are bounded.
    Optional<String> address() {
        return Optional.of(request.caller().counted());
    }

    public String workspace() {
        return place.workspace();
    }

    public String link(String path) {
        return place.base().isEmpty() ? path : path.equals("/") ? place.base()
                : place.base() + path;
    }

    public String say(String key, Object... with) {
        return language.say(key, with);
    }

    /// The basket, if it is still held.
    public Optional<Hold.Held> held() {
        return basket.filter(hold -> hold instanceof Hold.Held).map(hold -> (Hold.Held) hold);
    }

    /// The same moment in the visitor's zone, if the time of day differs.
    public Optional<String> there(ZonedDateTime moment) {
        return who.zone().map(moment::withZoneSameInstant)
                .filter(there -> !there.toLocalDateTime().equals(moment.toLocalDateTime()))
                .map(there -> there.toLocalDate().equals(moment.toLocalDate())
                        ? say("time.there", language.time(there.toLocalTime()))
                        : say("time.there", language.moment(there)));
    }
}
