package holdfast.server.storefront;

import holdfast.Hold;
import holdfast.server.http.Request;
import holdfast.server.web.Language;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Optional;

/// Somebody at the counter, for one request.
///
/// @param who    the visitor as their cookie names them, which is also how limits count them
/// @param basket their hold, whatever became of it
/// @param now    the engine's time, by which everything on the page goes
public record Visitor(
        Request call, Place place, Who who, Language language, Optional<Hold> basket, Instant now) {

    /// Which workspace, and what the addresses of its pages begin with.
    public record Place(String workspace, String base) {}

    /// The visitor.
    ///
    /// @param zone  where their clock is, if their browser said so
    /// @param fresh whether they have no cookie yet
    public record Who(String id, Optional<ZoneId> zone, boolean fresh) {}

    /// By which address what they hold is bounded.
    Optional<String> address() {
        return Optional.of(call.caller().counted());
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

    /// What is in the basket, if it is still held.
    public Optional<Hold.Held> held() {
        return basket.filter(hold -> hold instanceof Hold.Held).map(hold -> (Hold.Held) hold);
    }

    /// The same moment where the visitor is, if that is another time of day.
    public Optional<String> there(ZonedDateTime moment) {
        return who.zone().map(moment::withZoneSameInstant)
                .filter(there -> !there.toLocalDateTime().equals(moment.toLocalDateTime()))
                .map(there -> there.toLocalDate().equals(moment.toLocalDate())
                        ? say("time.there", language.time(there.toLocalTime()))
                        : say("time.there", language.moment(there)));
    }
}
